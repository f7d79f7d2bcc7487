import type { Fault } from '../kit/errors/coded-error';

/** Slower, and a delivery would outlive its notification; faster is as good as no limit. */
const [MIN_RATE, MAX_RATE] = [1 / 3600, 1_000] as const;

/** What is wrong with the rate of an endpoint, in attempts per second. */
export const rateFaults = (ratePerSecond: number): Fault[] => {
  if (ratePerSecond >= MIN_RATE && ratePerSecond <= MAX_RATE) return [];
  const seen = Number.isNaN(ratePerSecond) ? 'no number' : `${ratePerSecond} a second`;
  const message = `the rate is ${seen}, allowed are 1/3600 (one an hour) to ${MAX_RATE}; without one there is no limit`;
  return [{ code: 'cli.rate_malformed', path: '/rate', message }];
};
