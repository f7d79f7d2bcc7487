import { setTimeout as sleep } from 'node:timers/promises';

/** Rate limits: a longer backoff than for other errors. Names as the services document them. */
const THROTTLING = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'ThrottlingException',
  'ThrottlingError',
  'Throttling',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'KMSThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
  'SlowDown',
]);

const TRANSIENT_NAMES = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);
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

export interface Failure {
  readonly name: string;
  /** System error of the connection. */
  readonly code?: string;
  /** HTTP status of the response, if one came. */
  readonly status?: number;
}

export const isThrottling = ({ name, status }: Failure): boolean => THROTTLING.has(name) || status === 429;

const isTransient = ({ name, code = '', status = 0 }: Failure): boolean =>
  TRANSIENT_NAMES.has(name) || TRANSIENT_CODES.has(code) || TRANSIENT_STATUSES.has(status);

export const isRetryable = (failure: Failure): boolean => isThrottling(failure) || isTransient(failure);

/** Tokens that the retries of one client share: when a service fails for long, most of its calls fail at once. */
const CAPACITY = 500;
const RETRY_COST = 5;
const TIMEOUT_COST = 10;

export interface RetryQuota {
  /** Takes the tokens of one retry; undefined if there are too few. */
  take(failure: Failure): number | undefined;
  /** After a success: what its last retry took, or one. */
  refund(taken?: number): void;
}

export function retryQuota(): RetryQuota {
  let left = CAPACITY;
  return {
    take: ({ name }) => {
      const cost = name === 'TimeoutError' ? TIMEOUT_COST : RETRY_COST;
      if (cost > left) return undefined;
      left -= cost;
      return cost;
    },
    refund: (taken = 1) => {
      left = Math.min(CAPACITY, left + taken);
    },
  };
}

const LONGEST_WAIT_MS = 20_000;

/**
 * Exponential backoff with full jitter, in milliseconds: up to 100 ms before the first retry, or 500 ms after throttling.
 *
 * @param retry 1 for the first
 * @see AWS SDKs and Tools Reference Guide, Retry behavior (standard mode)
 */
export const backoffMs = (failure: Failure, retry: number, random: number): number =>
  Math.floor(Math.min(LONGEST_WAIT_MS, random * (isThrottling(failure) ? 500 : 100) * 2 ** (retry - 1)));

export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly quota: RetryQuota;
}

/** @throws what the last attempt threw */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  { maxAttempts, quota }: RetryPolicy,
): Promise<Result> {
  let taken: number | undefined;
  for (let attempts = 1; ; attempts++) {
    try {
      const result = await attempt();
      quota.refund(taken);
      return result;
    } catch (error) {
      const failure = failureOf(error);
      taken = attempts < maxAttempts && isRetryable(failure) ? quota.take(failure) : undefined;
      if (taken === undefined) throw error;
      await sleep(backoffMs(failure, attempts, Math.random()));
    }
  }
}

function failureOf(error: unknown): Failure {
  const {
    name = '',
    code,
    $metadata,
  } = error as Error & {
    code?: unknown;
    $metadata?: { readonly httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  return { name, ...(typeof code === 'string' && { code }), ...(status !== undefined && { status }) };
}
