import { InvalidArgumentError } from 'commander';
import { MAX_RATE } from '../../../shared/operations/replays/replay-request';

/** Commander parser of a replay's rate. */
export function parseRate(text: string): number {
  const rate = Number(text);
  if (Number.isInteger(rate) && rate >= 1 && rate <= MAX_RATE) return rate;
  throw new InvalidArgumentError(`expected a whole number from 1 to ${MAX_RATE}`);
}
