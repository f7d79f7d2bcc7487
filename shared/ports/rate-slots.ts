import type { SlotRequest } from '../domain/delivery/rate-slots';

/** Rate limiter whose slots all functions share. */
export interface RateSlots {
  /**
   * Takes the next slots under a key with `takeSlots`.
   *
   * @returns the times of the taken slots in order, Unix time in milliseconds; they may be in the past
   */
  take(key: string, request: SlotRequest): Promise<readonly number[]>;
}
