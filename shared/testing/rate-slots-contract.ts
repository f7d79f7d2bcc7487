import { ulid } from 'ulid';
import { intervalMs, takeSlots } from '../domain/delivery/rate-slots';
import type { RateSlots } from '../ports/rate-slots';

const NOW_MS = Date.parse('2026-11-23T09:30:00Z');

/** Contract of every rate limiter. Uses its own keys, so that a table may be shared. */
export function describeRateSlotsContract(name: string, makeSlots: () => RateSlots): void {
  describe(`${name}, as slots of a rate`, () => {
    const request = { count: 1, ratePerSecond: 4, nowMs: NOW_MS, untilMs: NOW_MS + 86_400_000 };
    const { firstMs } = takeSlots(undefined, request);
    const slots = (...numbers: readonly number[]) => numbers.map((n) => firstMs + n * intervalMs(4));

    it('are taken in order, also several at once', async () => {
      const [line, key] = [makeSlots(), ulid()];
      const taken = [];
      for (const count of [1, 3, 1]) taken.push(await line.take(key, { ...request, count }));
      expect(taken).toEqual([slots(0), slots(1, 2, 3), slots(4)]);
    });

    it('expire during a pause', async () => {
      const [line, key] = [makeSlots(), ulid()];
      await line.take(key, { ...request, count: 8 });
      const later = { ...request, nowMs: NOW_MS + 60_000 };
      expect(await line.take(key, later)).toEqual([takeSlots(undefined, later).firstMs]);
    });

    it('are independent for each key', async () => {
      const line = makeSlots();
      const [one, other] = [ulid(), ulid()];
      await line.take(one, { ...request, count: 100 });
      expect(await line.take(other, request)).toEqual(slots(0));
    });

    it('are never taken twice by concurrent callers', async () => {
      const [line, key] = [makeSlots(), ulid()];
      const taken = await Promise.all(Array.from({ length: 8 }, () => line.take(key, request)));
      expect(taken.flat().toSorted((a, b) => a - b)).toEqual(slots(0, 1, 2, 3, 4, 5, 6, 7));
    });

    it('are taken up to the limit, inclusive, and a refused caller takes none', async () => {
      const [line, key] = [makeSlots(), ulid()];
      const limited = { ...request, untilMs: firstMs + 3 * intervalMs(4) };
      const taken = [];
      for (const count of [1, 9, 9, 1]) taken.push(await line.take(key, { ...limited, count }));
      expect(taken).toEqual([slots(0), slots(1, 2, 3), [], []]);
      expect(await line.take(key, request)).toEqual(slots(4));
    });

    it('are taken up to the limit for a new key, and after a pause', async () => {
      const [line, key] = [makeSlots(), ulid()];
      const limited = { ...request, count: 9, untilMs: firstMs + intervalMs(4) };
      expect(await line.take(key, limited)).toEqual(slots(0, 1));
      const [nowMs, untilMs] = [NOW_MS + 60_000, limited.untilMs + 60_000];
      expect(await line.take(key, { ...limited, nowMs, untilMs })).toEqual(slots(0, 1).map((ms) => ms + 60_000));
    });

    it('are not taken beyond the limit by concurrent callers', async () => {
      const [line, key] = [makeSlots(), ulid()];
      const limited = { ...request, count: 2, untilMs: firstMs + 4 * intervalMs(4) };
      const taken = await Promise.all(Array.from({ length: 6 }, () => line.take(key, limited)));
      expect(taken.flat().toSorted((a, b) => a - b)).toEqual(slots(0, 1, 2, 3, 4));
    });
  });
}
