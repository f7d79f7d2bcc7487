/** Rate limits: a longer backoff than for other errors. Names as the services document them. */
const THROTTLING = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);

const TRANSIENT_NAMES = new Set([
  'ReplicatedWriteConflictException',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
]);
const TRANSIENT_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const TRANSIENT_STATUSES = new Set([500, 502, 503, 504]);

/** What decides about a retry: the members of a `ServiceError`, or of the error of a connection. */
export interface Failure {
  readonly name: string;
  readonly message?: string;
  /** System error of the connection. */
  readonly code?: unknown;
  /** Of the response, if one came. */
  readonly $metadata?: { readonly httpStatusCode: number };
  /** Milliseconds, from the response. */
  readonly retryAfterMs?: number;
  /** The service had closed the kept connection before the request came. */
  readonly isStale?: boolean;
}

const statusOf = ({ $metadata }: Failure): number => $metadata?.httpStatusCode ?? 0;

export const isThrottling = (failure: Failure): boolean => THROTTLING.has(failure.name) || statusOf(failure) === 429;

/** Lambda may freeze a function between signature and request; the next attempt has a signature of its own. */
const isSignedLongAgo = ({ name, message = '' }: Failure): boolean =>
  name === 'InvalidSignatureException' && message.includes('Signature expired');

const isTransient = (failure: Failure): boolean =>
  TRANSIENT_NAMES.has(failure.name) ||
  TRANSIENT_CODES.has(String(failure.code)) ||
  TRANSIENT_STATUSES.has(statusOf(failure)) ||
  isSignedLongAgo(failure);

export const isRetryable = (failure: Failure): boolean => isThrottling(failure) || isTransient(failure);
