/** SQS delays a message by at most 15 minutes (SendMessage, "DelaySeconds"). Longer waits are parked in the ledger. */
export const MAX_DELAY_SECONDS = 900;
/**
 * Jitter as a fraction of the scheduled wait, up or down, so that deliveries that failed together do not retry
 * together.
 */
export const JITTER = 0.2;
/** Maximum of a single wait; ten of them stay below the shortest retention of the ledger. */
export const MAX_WAIT_SECONDS = 2 * 86_400;
/**
 * A delivery that does not get its turn within this time ends as `failed`, so that no message circulates without limit.
 */
export const MAX_DEFERRAL_SECONDS = 3 * 86_400;
/**
 * A rate limit assigns no slot further ahead than this, because a waiting delivery is given up after
 * `MAX_DEFERRAL_SECONDS`. The margin is for a queue that is behind, and for the six hours after which the sweeper
 * brings back a delivery whose message was lost.
 */
export const MAX_TURN_AHEAD_SECONDS = MAX_DEFERRAL_SECONDS - 6 * 3_600;

/**
 * When a message that should be in a queue has not been claimed this long after it was due, the sweeper sends it again:
 * it was lost, or the queue's backlog is longer. The claims make one attempt of two messages, but each takes a slot of
 * a rate limit: a shorter time would make a long backlog longer.
 */
export const BRING_BACK_SECONDS = 6 * 3_600;

/** Whether a delivery that has waited for its turn since then (RFC 3339) may wait again. */
export const mayWaitMore = (since: string, now: Date): boolean =>
  now.getTime() - Date.parse(since) < MAX_DEFERRAL_SECONDS * 1000;

export interface WaitOptions {
  /** Random number from 0 to, but not including, 1. */
  readonly random: number;
  /** Seconds that the receiver asked for (Retry-After). @default 0 */
  readonly afterSeconds?: number;
  /**
   * Minimum seconds that the channel needs, such as the time until feedback on an attempt whose answer was lost.
   * @default 0
   */
  readonly atLeastSeconds?: number;
}

/**
 * Whole seconds to wait after attempt `attempt` (from 1) failed; undefined after the last one. Retry-After lengthens a
 * wait up to twice the scheduled one, so that a receiver cannot hold deliveries without limit, and never shortens it,
 * so that it cannot turn retries into a flood.
 */
export function nextDelaySeconds(
  attempt: number,
  delaysSeconds: readonly number[],
  { random, afterSeconds = 0, atLeastSeconds = 0 }: WaitOptions,
): number | undefined {
  const scheduled = delaysSeconds[attempt - 1];
  if (scheduled === undefined) return undefined;
  const asked = Math.min(afterSeconds || 0, 2 * scheduled);
  return Math.min(MAX_WAIT_SECONDS, Math.ceil(Math.max(asked, atLeastSeconds, jittered(scheduled, random))));
}

/** With jitter: 80 to 120 per cent. */
const jittered = (seconds: number, random: number): number => seconds * (1 - JITTER + 2 * JITTER * random);
