import { type Sleep, systemSleep } from '../../ports/clock';

export interface ReaderTuning {
  readonly sleep: Sleep;
  /** From 0 to, but not including, 1. */
  readonly random: () => number;
}

export const SYSTEM_TUNING: ReaderTuning = { sleep: systemSleep, random: Math.random };

const FIRST_PAUSE_MS = 50;

/**
 * Exponential backoff with full jitter, before unprocessed keys are read again.
 *
 * @param round from 0
 * @see Amazon DynamoDB API, BatchGetItem
 */
export const backOff = (round: number, longestMs: number, { sleep, random }: ReaderTuning): Promise<unknown> =>
  sleep(random() * Math.min(longestMs, FIRST_PAUSE_MS * 2 ** round));
