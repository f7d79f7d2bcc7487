import fc from 'fast-check';
import { MAX_WAIT_SECONDS, mayWaitMore, nextDelaySeconds } from './retry-schedule';

const delays = [5, 30, 300, 86_400];
const average = { random: 0.5 };

describe('nextDelaySeconds', () => {
  it.each([
    [1, 5],
    [2, 30],
    [3, 300],
    [4, 86_400],
    [5, undefined],
    [99, undefined],
  ])('waits after attempt %i for %p s', (attempt, seconds) => {
    expect(nextDelaySeconds(attempt, delays, average)).toBe(seconds);
  });

  it('is undefined if there are no retries', () => {
    expect(nextDelaySeconds(1, [], average)).toBeUndefined();
  });

  it.each([
    [0, 240],
    [0.25, 270],
    [0.5, 300],
    [0.999, 360],
  ])('adds jitter of a fifth to a wait, up or down: %f', (random, seconds) => {
    expect(nextDelaySeconds(3, delays, { random })).toBe(seconds);
  });

  it.each([
    ['less than the schedule', 10, 30],
    ['a little more', 45, 45],
    ['a fraction', 45.2, 46],
    ['twice as much', 60, 60],
    ['a day', 86_400, 60],
    ['without limit', Number.POSITIVE_INFINITY, 60],
    ['nothing', 0, 30],
    ['a time that has passed', -3600, 30],
    ['nonsense', Number.NaN, 30],
  ])('honours a Retry-After of %s within bounds', (_what, afterSeconds, expected) => {
    expect(nextDelaySeconds(2, delays, { ...average, afterSeconds })).toBe(expected);
  });

  it.each([
    ['more than the schedule', 31],
    ['as much', 30],
    ['less', 25],
  ])('never retries earlier than a Retry-After of %s', (_what, afterSeconds) => {
    expect(nextDelaySeconds(2, delays, { random: 0, afterSeconds })).toBe(afterSeconds);
  });

  it('adds jitter to a Retry-After as well, upwards', () => {
    expect(nextDelaySeconds(2, delays, { random: 0.75, afterSeconds: 31 })).toBe(33);
  });

  it('is a whole number of seconds between four fifths of the scheduled wait and twice it, for any Retry-After', () => {
    const attempts = fc.integer({ min: 1, max: delays.length });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(attempts, fc.double(), random, (attempt, afterSeconds, random) => {
        const seconds = nextDelaySeconds(attempt, delays, { random, afterSeconds }) ?? -1;
        const scheduled = delays[attempt - 1] ?? 0;
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(0.8 * scheduled);
        expect(seconds).toBeLessThanOrEqual(Math.min(2 * scheduled, MAX_WAIT_SECONDS));
      }),
    );
  });
});

describe('a delivery that waits for its turn', () => {
  it.each([
    ['since this moment', '2026-11-23T09:30:00.000Z', true],
    ['for a moment less than three days', '2026-11-20T09:30:00.001Z', true],
    ['for three days', '2026-11-20T09:30:00.000Z', false],
  ])('%s, may wait once more or not', (_, since, expected) => {
    expect(mayWaitMore(since, new Date('2026-11-23T09:30:00Z'))).toBe(expected);
  });
});
