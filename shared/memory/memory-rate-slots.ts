import { slotTimes, takeSlots } from '../domain/delivery/rate-slots';
import type { RateSlots } from '../ports/rate-slots';

/** In-memory rate limiter. */
export function memoryRateSlots(): RateSlots {
  const next = new Map<string, number>();
  return {
    take: async (key, request) => {
      const { firstMs, count, nextMs } = takeSlots(next.get(key), request);
      if (count > 0) next.set(key, nextMs);
      return slotTimes(firstMs, count, request.ratePerSecond);
    },
  };
}
