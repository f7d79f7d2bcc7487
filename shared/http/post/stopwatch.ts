import type { ExchangeTimings } from '../../domain/delivery/exchange';
import type { Clock } from '../../ports/clock';

type Lap = Exclude<keyof ExchangeTimings, 'total'>;

export interface Stopwatch {
  /** The part ends now, and another begins. */
  lap(part: Lap): void;
  /** A part begins now; what was before it counts to the total alone. */
  restart(): void;
  timings(): ExchangeTimings;
}

export function startStopwatch(clock: Clock): Stopwatch {
  const nowMs = () => clock.now().getTime();
  // A clock may be set back meanwhile.
  const since = (thenMs: number) => Math.max(0, nowMs() - thenMs);
  const startedMs = nowMs();
  const laps: Partial<Record<Lap, number>> = {};
  let lapMs = startedMs;
  const restart = () => {
    lapMs = nowMs();
  };
  const lap = (part: Lap) => {
    laps[part] = since(lapMs);
    restart();
  };
  return { lap, restart, timings: () => ({ ...laps, total: since(startedMs) }) };
}
