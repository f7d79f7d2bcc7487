import { takeSlots } from '../domain/delivery/rate-slots';
import type { RateSlots } from '../ports/rate-slots';

/** Slots in this process. */
export function memoryRateSlots(): RateSlots {
  const next = new Map<string, number>();
  return {
    take: async (key, request) => {
      const { firstMs, nextMs } = takeSlots(next.get(key), request);
      next.set(key, nextMs);
      return firstMs;
    },
  };
}
