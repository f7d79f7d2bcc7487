/**
 * A rate limit as time slots (generic cell rate algorithm, a form of the leaky bucket): a caller takes the next free
 * slot and waits for it. The only shared state is one number, the time of the next free slot.
 *
 * @see ITU-T I.371, annex A.1
 */
export interface SlotRequest {
  /** Number of slots to take. */
  readonly count: number;
  /** More than 0. */
  readonly ratePerSecond: number;
  /** Unix time in milliseconds. */
  readonly nowMs: number;
  /** Unix time in milliseconds: no later slot is taken. */
  readonly untilMs: number;
}

export const intervalMs = (ratePerSecond: number): number => 1000 / ratePerSecond;

/**
 * Unused slots before this time expire, so that a long pause allows no flood. The slots of one second remain as the
 * burst: deliveries that arrive together are delivered together.
 */
export const firstFreeMs = ({ ratePerSecond, nowMs }: SlotRequest): number => {
  const burst = Math.max(1, Math.floor(ratePerSecond));
  return nowMs - (burst - 1) * intervalMs(ratePerSecond);
};

/**
 * Takes slots, and returns them with the next free one. Returns fewer than requested if the others are after `untilMs`:
 * a refused caller takes no slot, so that refusals do not push later slots further away.
 *
 * @param nextMs the stored next free slot; undefined if no slot was ever taken
 */
export function takeSlots(
  nextMs: number | undefined,
  request: SlotRequest,
): { readonly firstMs: number; readonly count: number; readonly nextMs: number } {
  const firstMs = Math.max(nextMs ?? 0, firstFreeMs(request));
  const interval = intervalMs(request.ratePerSecond);
  const fitting = Math.max(0, Math.floor((request.untilMs - firstMs) / interval) + 1);
  const count = Math.min(request.count, fitting);
  return { firstMs, count, nextMs: firstMs + count * interval };
}

/** Unix times in milliseconds. */
export const slotTimes = (firstMs: number, count: number, ratePerSecond: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => firstMs + index * intervalMs(ratePerSecond));

/** Key of a second set of slots with the same rate, for deliveries that missed their slot. */
export const lateLine = (key: string): string => `${key}#late`;
