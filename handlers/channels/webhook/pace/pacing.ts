import { jitter } from '../../../../shared/domain/delivery/jitter';
import { type Deferred, deferred, type Failed, failed } from '../../../../shared/domain/delivery/outcome';
import { lateLine } from '../../../../shared/domain/delivery/rate-slots';
import { MAX_DELAY_SECONDS, MAX_TURN_AHEAD_SECONDS } from '../../../../shared/domain/delivery/retry-schedule';
import { coalesce } from '../../../../shared/domain/kit/concurrency/coalesce';
import type { Clock } from '../../../../shared/ports/clock';
import type { Endpoint } from '../../../../shared/ports/endpoints';
import type { RateSlots } from '../../../../shared/ports/rate-slots';

export interface PacingPorts {
  readonly slots: RateSlots;
  readonly clock: Clock;
}

/** Tolerance for an early delivery: SQS delays by whole seconds, and clocks differ. */
const EARLY_MS = 1_000;
/**
 * Tolerance for a late delivery: SQS rounds a delay up to a second, Lambda's batching window is another, and an invocation
 * has to start. It also bounds the burst when a backlog is caught up: that many seconds' worth of turns.
 */
const ON_TIME_MS = 3_000;
/** The sweeper's period: a parked delivery is due that much before its turn, and waits the rest in the queue. */
const SWEEP_SECONDS = 60;
/** Bounds of the lateness from which the backoff of a late delivery is computed: half of it, plus up to as much jitter. */
const LATE_SECONDS = { min: 10, max: 3_600 };

/**
 * Rate limiter of endpoints with a rate; other endpoints cost nothing. A delivery that has to wait reserves a turn (a slot
 * of the endpoint's line), and comes back with it: it takes no second slot, and no other delivery takes that one.
 *
 * A late delivery never loses its turn. It needs a slot of a second line with the same rate, and takes one only if it is
 * free at once: with a backlog, a slot further ahead would be lost. Otherwise it keeps its turn and tries again, after a
 * backoff with jitter that grows with its lateness.
 *
 * @param turn the turn from the deferral that it comes back from
 */
export type Pace = (endpoint: Endpoint, turn?: string) => Promise<Deferred | Failed | undefined>;

export function pacing({ slots, clock }: PacingPorts): Pace {
  /** Coalesced: fifty records for one endpoint are one write. */
  const takeWithin = (milliseconds: number) =>
    coalesce(async (key, rates: readonly number[]) => {
      const [ratePerSecond, nowMs] = [Math.min(...rates), clock.now().getTime()];
      const request = { count: rates.length, ratePerSecond, nowMs, untilMs: nowMs + milliseconds };
      const taken = await slots.take(key, request);
      return rates.map((_, index) => taken[index]);
    });
  const takeTurn = takeWithin(MAX_TURN_AHEAD_SECONDS * 1000);
  const takeLate = takeWithin(EARLY_MS);

  const first = async (id: string, ratePerSecond: number): Promise<Deferred | Failed | undefined> => {
    const turnMs = await takeTurn(id, ratePerSecond);
    if (turnMs === undefined) return failed(noTurn(ratePerSecond));
    const nowMs = clock.now().getTime();
    return turnMs <= nowMs ? undefined : waitFor({ turnMs }, turnMs - nowMs, ratePerSecond);
  };
  const again = async (id: string, ratePerSecond: number, held: Turn): Promise<Deferred | undefined> => {
    const nowMs = clock.now().getTime();
    const waitMs = (held.tryMs ?? held.turnMs) - nowMs;
    if (waitMs > EARLY_MS) return waitFor(held, waitMs, ratePerSecond);
    if (nowMs - held.turnMs <= ON_TIME_MS) return undefined;
    if ((await takeLate(lateLine(id), ratePerSecond)) !== undefined) return undefined;
    const tryAfterMs = nextTryMs(held, nowMs);
    return waitFor({ ...held, tryMs: nowMs + tryAfterMs }, tryAfterMs, ratePerSecond);
  };
  return async ({ id, ratePerSecond }, turn) => {
    if (ratePerSecond === undefined) return undefined;
    const held = readTurn(turn);
    return held === undefined ? first(id, ratePerSecond) : again(id, ratePerSecond, held);
  };
}

/** Unix times in milliseconds. */
interface Turn {
  readonly turnMs: number;
  /** Time of the next try of a late delivery. */
  readonly tryMs?: number;
}

const writeTurn = ({ turnMs, tryMs }: Turn): string =>
  [turnMs, ...(tryMs === undefined ? [] : [tryMs])].map((ms) => new Date(ms).toISOString()).join(' ');

/** Undefined if the text does not parse. */
function readTurn(text = ''): Turn | undefined {
  const [turnMs = Number.NaN, tryMs = Number.NaN] = text.split(' ').map((time) => Date.parse(time));
  if (Number.isNaN(turnMs)) return undefined;
  return Number.isNaN(tryMs) ? { turnMs } : { turnMs, tryMs };
}

function waitFor(turn: Turn, waitMs: number, ratePerSecond: number): Deferred {
  const seconds = waitMs / 1000;
  const afterSeconds = seconds > MAX_DELAY_SECONDS ? seconds - SWEEP_SECONDS : seconds;
  const why = turn.tryMs === undefined ? "this one's turn is later" : 'others that are late as well go before this one';
  return deferred(`the endpoint takes ${ratePerSecond} a second, and ${why}`, afterSeconds, writeTurn(turn));
}

function nextTryMs({ turnMs }: Turn, nowMs: number): number {
  const lateSeconds = (nowMs - turnMs) / 1000;
  const halfMs = Math.min(LATE_SECONDS.max, Math.max(LATE_SECONDS.min, lateSeconds)) * 500;
  return halfMs + jitter(`${turnMs} ${nowMs}`, halfMs);
}

const noTurn = (ratePerSecond: number): string =>
  `the endpoint takes ${ratePerSecond} a second, and every turn of the next ${MAX_TURN_AHEAD_SECONDS / 3_600} hours is taken`;
