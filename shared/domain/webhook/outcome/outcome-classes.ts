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

/** The first row that has the status wins; a status in none is `unknown_status`, which is retried. */
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
 * Every other class is retried: a wrong retry costs a few attempts, a wrong `rejected` loses a delivery. `address` is
 * rejected because waiting does not fix it: the URL, or a name of its owner, resolves to a forbidden address.
 */
const VERDICTS: Partial<Record<OutcomeClass, Verdict>> = {
  success: 'delivered',
  gone: 'rejected',
  address: 'rejected',
};

/** A received status decides, even if the rest of the response was cut off. */
export const classOf = (result: PostResult): OutcomeClass =>
  result.status === undefined ? (result as { failure: PostFailureKind }).failure : statusClass(result.status);

const statusClass = (status: number): OutcomeClass =>
  STATUSES.find(({ from, to }) => status >= from && status <= to)?.name ?? 'unknown_status';

export const verdictOf = (name: OutcomeClass): Verdict => VERDICTS[name] ?? 'retry';
