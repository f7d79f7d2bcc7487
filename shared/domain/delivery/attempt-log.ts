import type { Attempt } from './claim';

/**
 * An attempt without the receiver's response, which may be 20 KB: a delivery keeps a summary of every attempt, and a
 * DynamoDB item holds at most 400 KB.
 */
export function attemptSummary(attempt: Attempt): Attempt {
  const { response, ...exchange } = attempt.exchange ?? {};
  return response === undefined ? attempt : { ...attempt, exchange: exchange as NonNullable<Attempt['exchange']> };
}

/**
 * Maximum number of attempts that a redriven delivery keeps: each redrive may add a whole schedule of them, and
 * redrives are unlimited.
 */
const MAX_ATTEMPTS_KEPT = 60;
const KEPT_OF_TOO_MANY = 40;

export const attemptsKept = (attempts: readonly Attempt[]): readonly Attempt[] =>
  attempts.length > MAX_ATTEMPTS_KEPT ? attempts.slice(-KEPT_OF_TOO_MANY) : attempts;

export const hasResponse = ({ exchange }: Attempt): boolean => exchange?.response !== undefined;

/**
 * Attempts with the responses that are stored apart from their summaries. A redrive counts from 1 again, and its
 * response overwrites the earlier one with the same number: the time tells to which attempt a response belongs.
 */
export const withResponses = (summaries: readonly Attempt[], apart: readonly Attempt[]): readonly Attempt[] =>
  summaries.map((summary) => apart.find(({ n, at }) => n === summary.n && at === summary.at) ?? summary);
