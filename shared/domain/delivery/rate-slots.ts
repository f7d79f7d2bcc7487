/**
 * A rate as slots on a line of time (the generic cell rate algorithm): whoever comes takes the next free one, and waits
 * for it. One number, the time of the next free slot, is all that has to be shared.
 *
 * @see ITU-T I.371, annex A.1
 */
export interface SlotRequest {
  /** How many are taken at once. */
  readonly count: number;
  /** More than 0. */
  readonly ratePerSecond: number;
  /** Unix time in milliseconds. */
  readonly nowMs: number;
}

export const intervalMs = (ratePerSecond: number): number => 1000 / ratePerSecond;

/**
 * Slots before this time are lost, so that a long pause is no licence for a flood. Those of one second are left: who come
 * together are delivered together.
 */
export const firstFreeMs = ({ ratePerSecond, nowMs }: SlotRequest): number => {
  const burst = Math.max(1, Math.floor(ratePerSecond));
  return nowMs - (burst - 1) * intervalMs(ratePerSecond);
};

/**
 * The first of the slots that are taken, and the next that is free then.
 *
 * @param nextMs the next free slot as it was left; undefined where none was ever taken
 */
export function takeSlots(nextMs: number | undefined, request: SlotRequest): { firstMs: number; nextMs: number } {
  const firstMs = Math.max(nextMs ?? 0, firstFreeMs(request));
  return { firstMs, nextMs: firstMs + request.count * intervalMs(request.ratePerSecond) };
}
