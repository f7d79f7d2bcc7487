import type { PostFailureKind, PostResult } from './post-result';

export type OutcomeClass =
  | 'success'
  | 'redirect'
  | 'gone'
  | 'throttled'
  | 'client_error'
  | 'unavailable'
  | 'server_error'
  | 'unknown_status'
  | PostFailureKind;

export type Verdict = 'delivered' | 'retry' | 'rejected';

interface StatusRow {
  readonly name: OutcomeClass;
  readonly from: number;
  readonly to: number;
}

/** The first that the status is in; what is in none is `unknown_status`, which is retried. */
const STATUSES: readonly StatusRow[] = [
  { name: 'success', from: 200, to: 299 },
  { name: 'redirect', from: 300, to: 399 },
  { name: 'gone', from: 410, to: 410 },
  { name: 'throttled', from: 429, to: 429 },
  { name: 'client_error', from: 400, to: 499 },
  { name: 'unavailable', from: 503, to: 503 },
  { name: 'server_error', from: 500, to: 599 },
];

/**
 * Everything but these is retried, whatever it is: a wrong retry costs a few attempts, a wrong `rejected` a delivery.
 * `address` is no fault that waiting mends: the URL, or a name of its owner's, leads where no webhook may go.
 */
const VERDICTS: Partial<Record<OutcomeClass, Verdict>> = {
  success: 'delivered',
  gone: 'rejected',
  address: 'rejected',
};

/** A status that was received decides, also where the rest of the response broke off: the receiver has said it. */
export const classOf = (result: PostResult): OutcomeClass =>
  result.status === undefined ? (result as { failure: PostFailureKind }).failure : statusClass(result.status);

const statusClass = (status: number): OutcomeClass =>
  STATUSES.find(({ from, to }) => status >= from && status <= to)?.name ?? 'unknown_status';

export const verdictOf = (name: OutcomeClass): Verdict => VERDICTS[name] ?? 'retry';
