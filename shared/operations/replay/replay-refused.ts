import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';

export interface Refusal {
  readonly code: string;
  readonly reason: RefusalReason;
  readonly message: string;
  readonly fix: string;
  /** Tenant of the record or endpoint in question. */
  readonly tenant?: string;
  /** Id of the endpoint in question. */
  readonly endpoint?: string;
  readonly faults?: readonly Fault[];
}

/** More specific than the code, so that a command can word its own fix for each reason. */
export type RefusalReason =
  | 'record_malformed'
  | 'endpoint_disabled'
  | 'address_erased'
  | 'dead_letter_only'
  | 'all_settled'
  | 'still_open';

/** Thrown when nothing of a notification is replayed. */
export class ReplayRefused extends CodedError {
  constructor(readonly refusal: Refusal) {
    super(refusal.code, refusal.message, refusal.fix, refusal.faults);
  }
}
