import { type Deferred, deferred } from '../../shared/domain/delivery/outcome';
import { intervalMs } from '../../shared/domain/delivery/rate-slots';
import type { Clock } from '../../shared/ports/clock';
import type { Endpoint } from '../../shared/ports/endpoints';
import type { RateSlots } from '../../shared/ports/rate-slots';
import { gather } from '../../shared/runtime/gather';

export interface PacingPorts {
  readonly slots: RateSlots;
  readonly clock: Clock;
}

/** A message that comes later than its turn has lost it: those that were held up must not all go at once. */
const TURN_LASTS_MS = 60_000;
/** SQS delays by whole seconds, and clocks differ. */
const EARLY_MS = 1_000;

/**
 * Whose turn it is, for endpoints with a rate; the others cost nothing. Who has to wait is given a turn, and comes back
 * with it: it takes no other, and nobody else takes it.
 *
 * @param turn what the deferral that it comes back from gave it
 */
export type Pace = (endpoint: Endpoint, turn?: string) => Promise<Deferred | undefined>;

export function pacing({ slots, clock }: PacingPorts): Pace {
  // Fifty records for one endpoint are one write.
  const take = gather(async (key, rates: readonly number[]) => {
    const ratePerSecond = Math.min(...rates);
    const first = await slots.take(key, { count: rates.length, ratePerSecond, nowMs: clock.now().getTime() });
    return rates.map((_, index) => first + index * intervalMs(ratePerSecond));
  });
  return async ({ id, ratePerSecond }, turn) => {
    if (ratePerSecond === undefined) return undefined;
    const held = turn === undefined ? Number.NaN : Date.parse(turn);
    // A turn that does not parse is none.
    const isHeld = held > clock.now().getTime() - TURN_LASTS_MS;
    const slotMs = isHeld ? held : await take(id, ratePerSecond);
    const waitMs = slotMs - clock.now().getTime();
    if (waitMs <= (isHeld ? EARLY_MS : 0)) return undefined;
    const reason = `the endpoint takes ${ratePerSecond} a second, and this one's turn is later`;
    return deferred(reason, waitMs / 1000, new Date(slotMs).toISOString());
  };
}
