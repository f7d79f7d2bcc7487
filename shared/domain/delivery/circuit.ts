import { MAX_WAIT_SECONDS } from './retry-schedule';

/** Circuit breaker state of a failing endpoint. An endpoint without failures has none. */
export interface Circuit {
  readonly endpoint: string;
  /** Attempts that failed since `failingSince`, with no success seen in between. */
  readonly failures: number;
  /** RFC 3339, UTC: time of the first of them. */
  readonly failingSince: string;
  /** RFC 3339, UTC: time of the latest of them. */
  readonly lastFailureAt: string;
  /** RFC 3339, UTC: nothing is posted before; then one attempt is the probe (half-open). @default closed */
  readonly openUntil?: string;
  /** How often it has opened since `failingSince`; each opening lasts longer. @default 0 */
  readonly openings?: number;
}

export const OPEN_AFTER_FAILURES = 5;
/** Duration of the first opening, the second, and so on; the last value applies to all further ones. */
export const OPEN_SECONDS: readonly number[] = [60, 300, 900, 3_600];
/**
 * An hour longer than any opening: an `openUntil` further in the future was written by a clock that is ahead, and is
 * ignored.
 */
const MAX_OPEN_SECONDS = 2 * 3_600;
/** How long other deliveries wait for the result of the probe; longer than an attempt takes. */
export const PROBE_SECONDS = 30;
export const DISABLE_AFTER_SECONDS = 5 * 86_400;
/** Minimum failures for disabling an endpoint, because only an operator can enable it again. */
export const DISABLE_AFTER_FAILURES = 5;
/**
 * Failures further apart are not one series: the circuit is reset. An endpoint with a single delivery that fails every
 * attempt must still be one series, so this is the longest wait between two attempts plus the six hours after which the
 * sweeper brings back a delivery whose message was lost.
 */
export const MAX_GAP_SECONDS = MAX_WAIT_SECONDS + 6 * 3_600;
/** Propagation time: a function that has just posted with success may not know a younger circuit. */
export const NOTICE_SECONDS = 10;

export type Admission =
  | { readonly kind: 'pass' }
  | { readonly kind: 'wait'; readonly seconds: number }
  /** The caller that replaces the old `openUntil` by this one in a conditional write may make the attempt. */
  | { readonly kind: 'probe'; readonly openUntil: string };

/** Whether the circuit allows an attempt now. */
export function admission(circuit: Pick<Circuit, 'openUntil'> | undefined, nowMs: number): Admission {
  if (circuit?.openUntil === undefined) return { kind: 'pass' };
  const seconds = (Date.parse(circuit.openUntil) - nowMs) / 1000;
  const isOpen = seconds > 0 && seconds <= MAX_OPEN_SECONDS;
  return isOpen ? { kind: 'wait', seconds } : { kind: 'probe', openUntil: later(nowMs, PROBE_SECONDS) };
}

export interface Failures {
  readonly endpoint: string;
  readonly count: number;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** The circuit with these failures counted. A clock that is behind does not move `lastFailureAt` back. */
export function countFailures(circuit: Circuit | undefined, { endpoint, count, at }: Failures): Circuit {
  if (circuit === undefined || circuit.lastFailureAt < earliestTogether(at)) {
    return { endpoint, failures: count, failingSince: at, lastFailureAt: at };
  }
  const lastFailureAt = circuit.lastFailureAt > at ? circuit.lastFailureAt : at;
  return { ...circuit, failures: circuit.failures + count, lastFailureAt };
}

/** A circuit whose last failure is before this is not in one series with a failure at `at`. */
export const earliestTogether = (at: string): string => later(Date.parse(at), -MAX_GAP_SECONDS);

export interface FailureSeen {
  readonly nowMs: number;
  /** The attempt was the probe of a half-open circuit. */
  readonly isProbe: boolean;
  /** Consecutive failures that this function instance has seen. */
  readonly run: number;
  /** RFC 3339, UTC: when the endpoint was enabled. Earlier failures do not count. */
  readonly enabledSince: string;
}

export type FailureVerdict =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'open'; readonly openUntil: string; readonly openings: number }
  | { readonly kind: 'disable'; readonly since: string };

/**
 * Decides what a counted failure leads to. Five failures open the circuit only if no success can lie between them:
 * either one function saw all five, or a function that saw a success has had the time to close the circuit.
 */
export function afterFailure(circuit: Circuit, seen: FailureSeen): FailureVerdict {
  const since = later(Math.max(Date.parse(circuit.failingSince), Date.parse(seen.enabledSince)), 0);
  const seconds = (seen.nowMs - Date.parse(since)) / 1000;
  const { failures, openUntil, openings = 0 } = circuit;
  if (seconds >= DISABLE_AFTER_SECONDS && failures >= DISABLE_AFTER_FAILURES) return { kind: 'disable', since };
  const isInARow = seen.run >= OPEN_AFTER_FAILURES || seconds >= NOTICE_SECONDS;
  const opens = openUntil === undefined ? failures >= OPEN_AFTER_FAILURES && isInARow : seen.isProbe;
  if (!opens) return { kind: 'nothing' };
  const openSeconds = OPEN_SECONDS[Math.min(openings, OPEN_SECONDS.length - 1)] ?? 0;
  return { kind: 'open', openUntil: later(seen.nowMs, openSeconds), openings: openings + 1 };
}

const later = (ms: number, seconds: number): string => new Date(ms + seconds * 1000).toISOString();
