import type { Attempt } from './claim';

/**
 * An attempt without what the receiver answered, which may be 20 KB of it: a delivery keeps a summary of every attempt,
 * and one item of DynamoDB takes 400 KB.
 */
export function attemptSummary(attempt: Attempt): Attempt {
  const { response, ...exchange } = attempt.exchange ?? {};
  return response === undefined ? attempt : { ...attempt, exchange: exchange as NonNullable<Attempt['exchange']> };
}

/**
 * Attempts that a delivery keeps when it is redriven: each redrive may add a schedule's worth of them, and there is no
 * end to redrives.
 */
const MAX_ATTEMPTS_KEPT = 60;
const KEPT_OF_TOO_MANY = 40;

export const attemptsKept = (attempts: readonly Attempt[]): readonly Attempt[] =>
  attempts.length > MAX_ATTEMPTS_KEPT ? attempts.slice(-KEPT_OF_TOO_MANY) : attempts;

export const hasResponse = ({ exchange }: Attempt): boolean => exchange?.response !== undefined;

/**
 * Attempts with the answers that were kept apart from their summaries. After a redrive attempts count from 1 again, and
 * the later one's answer takes the earlier one's place: the time tells whose it is.
 */
export const withResponses = (summaries: readonly Attempt[], apart: readonly Attempt[]): readonly Attempt[] =>
  summaries.map((summary) => apart.find(({ n, at }) => n === summary.n && at === summary.at) ?? summary);
