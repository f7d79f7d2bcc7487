import { setTimeout as sleep } from 'node:timers/promises';

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

/** Tokens that the retries of one client share: when a service fails for long, most of its calls fail at once. */
const CAPACITY = 500;
const RETRY_COST = 14;
const THROTTLING_COST = 5;

export interface RetryQuota {
  /** Takes the tokens of one retry; undefined if there are too few. */
  take(failure: Failure): number | undefined;
  /** After a success: what its last retry took, or one. */
  refund(taken?: number): void;
}

export function retryQuota(): RetryQuota {
  let left = CAPACITY;
  return {
    take: (failure) => {
      const cost = costOf(failure);
      if (cost > left) return undefined;
      left -= cost;
      return cost;
    },
    refund: (taken = 1) => {
      left = Math.min(CAPACITY, left + taken);
    },
  };
}

/**
 * A stale connection says nothing about the service. After a pause of the function, every kept connection may be one: at
 * the price of other failures, their retries would use up the quota. Each can be stale once, so none is retried for long.
 */
const costOf = (failure: Failure): number => {
  if (failure.isStale) return 0;
  return isThrottling(failure) ? THROTTLING_COST : RETRY_COST;
};

const LONGEST_WAIT_MS = 20_000;
const THROTTLING_DELAY_MS = 1_000;
/** More than the client's own backoff that the service may ask for. */
const LONGEST_EXTENSION_MS = 5_000;

/**
 * Exponential backoff with full jitter, in milliseconds, or what the response asks for, within 5 s of it. None after a stale
 * connection.
 *
 * @param retry 1 for the first
 * @param baseMs longest wait before the first retry, unless the service throttled
 * @see AWS SDKs and Tools Reference Guide, Retry behavior (standard mode, as of November 2026)
 */
export function backoffMs(failure: Failure, retry: number, random: number, baseMs: number): number {
  if (failure.isStale) return 0;
  const base = isThrottling(failure) ? THROTTLING_DELAY_MS : baseMs;
  const wait = Math.floor(random * Math.min(LONGEST_WAIT_MS, base * 2 ** (retry - 1)));
  return Math.max(wait, Math.min(failure.retryAfterMs ?? 0, wait + LONGEST_EXTENSION_MS));
}

export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly baseMs: number;
  readonly quota: RetryQuota;
}

/** @throws what the last attempt threw */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  { maxAttempts, baseMs, quota }: RetryPolicy,
): Promise<Result> {
  let taken: number | undefined;
  for (let attempts = 1; ; attempts++) {
    try {
      const result = await attempt();
      quota.refund(taken);
      return result;
    } catch (error) {
      const failure = error as Failure;
      taken = attempts < maxAttempts && isRetryable(failure) ? quota.take(failure) : undefined;
      if (taken === undefined) throw error;
      await sleep(backoffMs(failure, attempts, Math.random(), baseMs));
    }
  }
}
