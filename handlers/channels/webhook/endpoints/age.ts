import type { Clock } from '../../../../shared/ports/clock';

/**
 * What is older than this is read again even if its version has not changed. DynamoDB isolates a transaction from single
 * reads, and not from queries and batches of reads, which are eventually consistent besides: rarely, the new version is
 * seen and not the changed endpoint yet.
 */
export const MAX_AGE_SECONDS = 50;

/** False for a negative age: the clock was set back. */
export function isYounger(sinceMs: number, seconds: number, clock: Clock): boolean {
  const ageMs = clock.now().getTime() - sinceMs;
  return ageMs >= 0 && ageMs < seconds * 1000;
}
