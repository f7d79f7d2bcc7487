import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';

export interface Refusal {
  readonly code: string;
  readonly reason: RefusalReason;
  readonly message: string;
  readonly fix: string;
  /** Whose record or endpoint the reason is about. */
  readonly tenant?: string;
  /** Id of the endpoint that the reason is about. */
  readonly endpoint?: string;
  readonly faults?: readonly Fault[];
}

/** Finer than the code: a command words its own fix for each. */
export type RefusalReason =
  | 'record_malformed'
  | 'endpoint_disabled'
  | 'address_erased'
  | 'dead_letter_only'
  | 'all_settled'
  | 'still_open';

/** Why nothing of a notification is replayed. */
export class ReplayRefused extends CodedError {
  constructor(readonly refusal: Refusal) {
    super(refusal.code, refusal.message, refusal.fix, refusal.faults);
  }
}
