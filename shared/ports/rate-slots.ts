import type { SlotRequest } from '../domain/delivery/rate-slots';

/** Turns of those who may not come all at once, shared by every function. */
export interface RateSlots {
  /**
   * Takes the next slots under a key, as `takeSlots` says.
   *
   * @returns the times of those that were taken, in order, Unix time in milliseconds; they may have passed
   */
  take(key: string, request: SlotRequest): Promise<readonly number[]>;
}
