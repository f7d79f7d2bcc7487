/**
 * Clock skew that a lease tolerates. A lease that ends further in the future counts as void, because the clock that
 * wrote it is wrong. A day, because Lambda may freeze an idle process for hours: neither a function whose clock is slow
 * by less, nor a claim request that was delayed by less, takes over a valid claim.
 */
const MAX_CLOCK_SKEW_SECONDS = 86_400;

/** Timestamps of a claim: RFC 3339, UTC. */
export interface Lease {
  readonly now: string;
  readonly leaseUntil: string;
  /** An existing lease that ends later than this is void: a clock that is too far ahead wrote it. */
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
