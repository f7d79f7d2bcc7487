import type { Fault } from '../kit/errors/coded-error';

/** At a slower rate a delivery would outlive its notification; a faster one is no limit in practice. */
const [MIN_RATE, MAX_RATE] = [1 / 3600, 1_000] as const;

/** Faults of an endpoint's rate limit, in attempts per second. */
export const rateFaults = (ratePerSecond: number): Fault[] => {
  if (ratePerSecond >= MIN_RATE && ratePerSecond <= MAX_RATE) return [];
  const seen = Number.isNaN(ratePerSecond) ? 'no number' : `${ratePerSecond} a second`;
  const message = `the rate is ${seen}, allowed are 1/3600 (one an hour) to ${MAX_RATE}; without one there is no limit`;
  return [{ code: 'cli.rate_malformed', path: '/rate', message }];
};
