/**
 * A lease that ends later than any clock that is at most this far ahead would write counts for nothing: the clock that
 * wrote it is broken. A function whose clock is behind by less takes over no claim of others, and neither does a claim
 * that was on its way for so long, because its process was frozen. A day, because an idle process may be frozen for hours.
 */
const MAX_CLOCK_SKEW_SECONDS = 86_400;

/** The times of a claim, RFC 3339, UTC. */
export interface Lease {
  readonly now: string;
  readonly leaseUntil: string;
  /** A lease of another claim that ends later than this was written by a broken clock. */
  readonly leaseLimit: string;
}

export const leaseFrom = (now: Date, leaseSeconds: number): Lease => {
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
  return {
    now: now.toISOString(),
    leaseUntil: after(leaseSeconds),
    leaseLimit: after(leaseSeconds + MAX_CLOCK_SKEW_SECONDS),
  };
};
