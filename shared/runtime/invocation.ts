import type { Context } from 'aws-lambda';

/** The remaining time of a Lambda invocation. */
export interface Invocation {
  /** Milliseconds until Lambda ends the function. */
  remainingMs(): number;
}

/** Milliseconds reserved for the response. If Lambda times out before it, every record of the batch comes back. */
export const RETURN_MS = 1_000;

/** @param context Lambda's context. Without one, as in tests, the time is unlimited. */
export const invocationOf = (context?: TimeLeft): Invocation => ({
  remainingMs: () => context?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY,
});

export type TimeLeft = Pick<Context, 'getRemainingTimeInMillis'>;
