/** SQS delays a message by at most 15 minutes (SendMessage, "DelaySeconds"). Longer waits are parked in the ledger. */
export const MAX_DELAY_SECONDS = 900;
/** Of a scheduled wait, up or down, so that what failed together does not come back together. */
export const JITTER = 0.2;
/** A single wait; ten of them stay below the shortest retention of the ledger. */
export const MAX_WAIT_SECONDS = 2 * 86_400;
/** What never gets its turn ends as `failed` after this, so that nothing circles for ever. */
export const MAX_DEFERRAL_SECONDS = 3 * 86_400;
/**
 * Where a rate gives turns, none is further ahead than this: what waits is given up after `MAX_DEFERRAL_SECONDS`. The rest
 * is for a queue that is behind, and for the six hours after which the sweeper brings back a delivery whose message was lost.
 */
export const MAX_TURN_AHEAD_SECONDS = MAX_DEFERRAL_SECONDS - 6 * 3_600;

/**
 * A message that should be in a queue, and has not been claimed this long after it was due, is sent once more: it was
 * lost, or its queue is longer than that. The claims make one attempt of two messages; but each of them takes a turn
 * where turns are given, so that a shorter time would make a long queue longer.
 */
export const BRING_BACK_SECONDS = 6 * 3_600;

/** May what has waited for its turn since then (RFC 3339) wait once more? */
export const mayWaitMore = (since: string, now: Date): boolean =>
  now.getTime() - Date.parse(since) < MAX_DEFERRAL_SECONDS * 1000;

export interface WaitOptions {
  /** From 0 to, but not including, 1. */
  readonly random: number;
  /** What the other side asked for (Retry-After). @default 0 */
  readonly afterSeconds?: number;
  /** What the channel needs, such as time to learn what became of an attempt whose answer was lost. @default 0 */
  readonly atLeastSeconds?: number;
}

/**
 * Whole seconds to wait after attempt `attempt` (from 1) failed, or undefined when it was the last one.
 * No attempt comes before what the other side asked for, up to twice the scheduled wait: more would let a receiver hold
 * deliveries for ever. What it asked for never shortens a wait: that would let it turn retries into a flood.
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

/** Between 80 and 120 per cent. */
const jittered = (seconds: number, random: number): number => seconds * (1 - JITTER + 2 * JITTER * random);
