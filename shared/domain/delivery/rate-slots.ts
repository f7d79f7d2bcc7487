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
  /** Unix time in milliseconds: no slot after it is taken. */
  readonly untilMs: number;
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
 * The slots that are taken, and the next that is free then. Fewer than asked where the others are after `untilMs`: what is
 * refused takes nothing, so that refusals do not push the line further.
 *
 * @param nextMs the next free slot as it was left; undefined where none was ever taken
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

/** A second line of the same rate, for those that come later than their slot. */
export const lateLine = (key: string): string => `${key}#late`;
