import { spread } from '../../../../shared/domain/delivery/jitter';
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

/** SQS delays by whole seconds, and clocks differ. */
const EARLY_MS = 1_000;
/**
 * SQS rounds a delay up to a second, Lambda collects a batch for another, and an invocation has to start. More would let
 * as many seconds' worth of turns go at once when a queue that was behind catches up.
 */
const ON_TIME_MS = 3_000;
/** The sweeper's period: what is parked comes back as much earlier, and waits the rest in the queue. */
const SWEEP_SECONDS = 60;
/** Lateness counts at least and at most as this for the wait until the next try, which is half of it or more. */
const LATE_SECONDS = { min: 10, max: 3_600 };

/**
 * Whose turn it is, for endpoints with a rate; the others cost nothing. What has to wait is given a turn (a slot of the
 * endpoint's line), and comes back with it: it takes no other, and nobody else takes it.
 *
 * A turn is never lost by lateness. What comes back too late goes through a second line of the same rate, in which it
 * takes a slot only where one is free at once: a slot further ahead would be lost where the queue is behind. Otherwise it
 * keeps its turn and tries again, at a time of its own: the wait grows with its lateness, as the backlog does.
 *
 * @param turn what the deferral that it comes back from gave it
 */
export type Pace = (endpoint: Endpoint, turn?: string) => Promise<Deferred | Failed | undefined>;

export function pacing({ slots, clock }: PacingPorts): Pace {
  /** Fifty records for one endpoint are one write. */
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
  /** When it tries again, having come too late. */
  readonly tryMs?: number;
}

const writeTurn = ({ turnMs, tryMs }: Turn): string =>
  [turnMs, ...(tryMs === undefined ? [] : [tryMs])].map((ms) => new Date(ms).toISOString()).join(' ');

/** A turn that does not parse is none. */
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
  return halfMs + spread(`${turnMs} ${nowMs}`, halfMs);
}

const noTurn = (ratePerSecond: number): string =>
  `the endpoint takes ${ratePerSecond} a second, and every turn of the next ${MAX_TURN_AHEAD_SECONDS / 3_600} hours is taken`;
