import { MAX_WAIT_SECONDS } from './retry-schedule';

/** State of the circuit breaker of an endpoint that fails. An endpoint without failures has none. */
export interface Circuit {
  readonly endpoint: string;
  /** Attempts that failed since `failingSince`, with no success seen in between. */
  readonly failures: number;
  /** RFC 3339, UTC: time of the first of them. */
  readonly failingSince: string;
  /** RFC 3339, UTC: time of the latest of them. */
  readonly lastFailureAt: string;
  /** RFC 3339, UTC: nothing is posted before, and then one attempt to see. @default posted as ever */
  readonly openUntil?: string;
  /** How often it was opened since then; it stays open for longer each time. @default 0 */
  readonly openings?: number;
}

export const OPEN_AFTER_FAILURES = 5;
/** After the first opening, the second, and so on; the last for all further ones. */
export const OPEN_SECONDS: readonly number[] = [60, 300, 900, 3_600];
/** Longer than any opening, by an hour: what is to stay open until later was written by a clock that is further ahead. */
const MAX_OPEN_SECONDS = 2 * 3_600;
/** How long others wait for what one attempt shows; more than an attempt takes. */
export const PROBE_SECONDS = 30;
export const DISABLE_AFTER_SECONDS = 5 * 86_400;
/** Fewer failures are not evidence enough for a decision that only an operator reverts. */
export const DISABLE_AFTER_FAILURES = 5;
/**
 * Failures further apart do not count together: the circuit starts afresh. An endpoint that has one delivery and fails
 * every attempt of it must still be one series, so this is longer than the longest wait between two attempts, by the six
 * hours after which the sweeper brings back a delivery whose message was lost.
 */
export const MAX_GAP_SECONDS = MAX_WAIT_SECONDS + 6 * 3_600;
/** A circuit that is younger may be unknown to a function that has just posted with success. */
export const NOTICE_SECONDS = 10;

export type Admission =
  | { readonly kind: 'pass' }
  | { readonly kind: 'wait'; readonly seconds: number }
  /** Whoever succeeds in writing this `openUntil` in place of the one there was may attempt. */
  | { readonly kind: 'probe'; readonly openUntil: string };

/** May an attempt be made now, as far as this circuit goes? */
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

/** The circuit once these failures are counted. A clock that is behind does not move `lastFailureAt` back. */
export function countFailures(circuit: Circuit | undefined, { endpoint, count, at }: Failures): Circuit {
  if (circuit === undefined || circuit.lastFailureAt < earliestTogether(at)) {
    return { endpoint, failures: count, failingSince: at, lastFailureAt: at };
  }
  const lastFailureAt = circuit.lastFailureAt > at ? circuit.lastFailureAt : at;
  return { ...circuit, failures: circuit.failures + count, lastFailureAt };
}

/** A circuit whose last failure is older does not count together with a failure at `at`. */
export const earliestTogether = (at: string): string => later(Date.parse(at), -MAX_GAP_SECONDS);

export interface FailureSeen {
  readonly nowMs: number;
  /** It was the one attempt that an open circuit let through. */
  readonly isProbe: boolean;
  /** Failures in a row that one function has seen by itself. */
  readonly run: number;
  /** RFC 3339, UTC: since when the endpoint is enabled. What was before counts no more. */
  readonly enabledSince: string;
}

export type FailureVerdict =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'open'; readonly openUntil: string; readonly openings: number }
  | { readonly kind: 'disable'; readonly since: string };

/**
 * What follows from a failure, the circuit having counted it. Five failures open it where nobody can have seen a success
 * in between: because one function saw all five, or because whoever saw a success had the time to close it.
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
