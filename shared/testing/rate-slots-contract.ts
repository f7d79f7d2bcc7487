import { ulid } from 'ulid';
import { intervalMs, takeSlots } from '../domain/delivery/rate-slots';
import type { RateSlots } from '../ports/rate-slots';

const NOW_MS = Date.parse('2026-11-23T09:30:00Z');

/** What every implementation of slots does. Uses keys of its own, so that a table may be shared. */
export function describeRateSlotsContract(name: string, makeSlots: () => RateSlots): void {
  describe(`${name}, as slots of a rate`, () => {
    const request = { count: 1, ratePerSecond: 4, nowMs: NOW_MS };

    it('are given in turn, several at once too', async () => {
      const [slots, key] = [makeSlots(), ulid()];
      const { firstMs } = takeSlots(undefined, request);
      const taken = [];
      for (const count of [1, 3, 1]) taken.push(await slots.take(key, { ...request, count }));
      expect(taken).toEqual([0, 1, 4].map((n) => firstMs + n * intervalMs(4)));
    });

    it('begin anew after a pause', async () => {
      const [slots, key] = [makeSlots(), ulid()];
      await slots.take(key, { ...request, count: 8 });
      const later = { ...request, nowMs: NOW_MS + 60_000 };
      expect(await slots.take(key, later)).toBe(takeSlots(undefined, later).firstMs);
    });

    it('are apart for each key', async () => {
      const slots = makeSlots();
      const [one, other] = [ulid(), ulid()];
      await slots.take(one, { ...request, count: 100 });
      expect(await slots.take(other, request)).toBe(takeSlots(undefined, request).firstMs);
    });

    it('are never given to two, however many come at once', async () => {
      const [slots, key] = [makeSlots(), ulid()];
      const taken = await Promise.all(Array.from({ length: 8 }, () => slots.take(key, request)));
      const { firstMs } = takeSlots(undefined, request);
      expect(taken.toSorted((a, b) => a - b)).toEqual(taken.map((_, n) => firstMs + n * intervalMs(4)));
    });
  });
}
