import type { Context } from 'aws-lambda';

/** What is known of the Lambda invocation that a record is handled in. */
export interface Invocation {
  /** Milliseconds until Lambda ends the function. */
  remainingMs(): number;
}

/** Time that a function needs at its end to respond. Lambda kills it when its time is up, and then every record comes back. */
export const RETURN_MS = 1_000;

/** @param context of Lambda. Without one, as in tests, the time has no limit. */
export const invocationOf = (context?: TimeLeft): Invocation => ({
  remainingMs: () => context?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY,
});

export type TimeLeft = Pick<Context, 'getRemainingTimeInMillis'>;
