/** SQS delays a message by at most 15 minutes (SendMessage, "DelaySeconds"). */
export const MAX_DELAY_SECONDS = 900;

/**
 * Seconds to wait after attempt `attempt` (from 1) failed, or undefined when it was the last one.
 * What the other side asked for is honoured between the scheduled wait and twice it, as in Svix: less would let a
 * receiver turn retries into a flood, more would let it hold deliveries for ever.
 */
export function nextDelaySeconds(
  attempt: number,
  delaysSeconds: readonly number[],
  afterSeconds = 0,
): number | undefined {
  const scheduled = delaysSeconds[attempt - 1];
  if (scheduled === undefined) return undefined;
  return Math.min(MAX_DELAY_SECONDS, Math.max(scheduled, Math.min(Math.ceil(afterSeconds) || 0, 2 * scheduled)));
}
