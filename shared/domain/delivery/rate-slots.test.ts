import fc from 'fast-check';
import { intervalMs, type SlotRequest, takeSlots } from './rate-slots';

const nowMs = 1_000_000;
const request = (overrides: Partial<SlotRequest> = {}): SlotRequest => ({
  count: 1,
  ratePerSecond: 2,
  nowMs,
  untilMs: Number.MAX_SAFE_INTEGER,
  ...overrides,
});

describe('a slot', () => {
  it.each([
    ['the first ever, with a second of burst behind it', undefined, {}, 999_500, 1_000_000],
    ['after a long pause, like the first ever', 5, {}, 999_500, 1_000_000],
    ['right after the one before', nowMs, {}, nowMs, nowMs + 500],
    ['behind others', nowMs + 7_000, {}, nowMs + 7_000, nowMs + 7_500],
    ['several together', nowMs, { count: 5 }, nowMs, nowMs + 2_500],
    ['of a rate below one, without burst', undefined, { ratePerSecond: 0.1 }, nowMs, nowMs + 10_000],
  ])('%s', (_, next, overrides, firstMs, nextMs) => {
    expect(takeSlots(next, request(overrides))).toMatchObject({ firstMs, nextMs });
  });

  it.each([
    ['all of them before it', 2, 2_000, 2],
    ['the last one at it', 4, 1_500, 4],
    ['some of them', 9, 1_499, 3],
    ['none of them', 9, -1, 0],
  ])('is not given after the limit: %s', (_, count, afterMs, given) => {
    const taken = takeSlots(nowMs, request({ count, untilMs: nowMs + afterMs }));
    expect(taken).toEqual({ firstMs: nowMs, count: given, nextMs: nowMs + given * 500 });
  });

  it('is never given twice, and no interval has more than the rate and one burst', () => {
    const arrivals = fc.array(fc.record({ count: fc.integer({ min: 1, max: 9 }), pauseMs: fc.nat(3_000) }));
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 20 }), (all, ratePerSecond) => {
        let [next, now]: [number | undefined, number] = [undefined, nowMs];
        const starts: number[] = [];
        for (const { count, pauseMs } of all) {
          now += pauseMs;
          const taken = takeSlots(next, request({ count, ratePerSecond, nowMs: now }));
          // A holder of a past slot goes at once.
          for (let n = 0; n < count; n++) starts.push(Math.max(now, taken.firstMs + n * intervalMs(ratePerSecond)));
          next = taken.nextMs;
        }
        for (const [index, start] of starts.entries()) {
          const inSecond = starts.slice(index).filter((other) => other < start + 1000).length;
          expect(inSecond).toBeLessThanOrEqual(2 * ratePerSecond);
        }
      }),
    );
  });
});
