import { setTimeout as sleep } from 'node:timers/promises';
import { type Failure, isRetryable, isThrottling } from './retryable';

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
 * the price of other failures, their retries would use up the quota. The first that is stale closes the others.
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
