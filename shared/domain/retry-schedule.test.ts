import fc from 'fast-check';
import { MAX_DELAY_SECONDS, nextDelaySeconds } from './retry-schedule';

const delays = [5, 30, 300, 900];

describe('nextDelaySeconds', () => {
  it.each([
    [1, 5],
    [2, 30],
    [3, 300],
    [4, 900],
    [5, undefined],
    [99, undefined],
  ])('waits after attempt %i for %p s', (attempt, seconds) => {
    expect(nextDelaySeconds(attempt, delays)).toBe(seconds);
  });

  it('ends at once where there are no retries', () => {
    expect(nextDelaySeconds(1, [])).toBeUndefined();
  });

  it.each([
    ['less than the schedule', 10, 30],
    ['a little more', 45, 45],
    ['a fraction', 45.2, 46],
    ['twice as much', 60, 60],
    ['a day', 86_400, 60],
    ['for ever', Number.POSITIVE_INFINITY, 60],
    ['nothing', 0, 30],
    ['a time that has passed', -3600, 30],
    ['nonsense', Number.NaN, 30],
  ])('honours a Retry-After of %s within bounds', (_what, afterSeconds, expected) => {
    expect(nextDelaySeconds(2, delays, afterSeconds)).toBe(expected);
  });

  it('never exceeds what SQS can delay', () => {
    expect(nextDelaySeconds(4, delays, 1800)).toBe(MAX_DELAY_SECONDS);
    expect(nextDelaySeconds(1, [3600])).toBe(MAX_DELAY_SECONDS);
  });

  it('is a whole number that SQS takes, whatever is asked for', () => {
    const attempts = fc.integer({ min: 1, max: delays.length });
    fc.assert(
      fc.property(attempts, fc.double(), (attempt, afterSeconds) => {
        const seconds = nextDelaySeconds(attempt, delays, afterSeconds);
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(delays[attempt - 1] ?? 0);
        expect(seconds).toBeLessThanOrEqual(MAX_DELAY_SECONDS);
      }),
    );
  });
});
