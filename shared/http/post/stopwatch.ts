import type { ExchangeTimings } from '../../domain/delivery/exchange';
import type { Clock } from '../../ports/clock';

type Lap = Exclude<keyof ExchangeTimings, 'total'>;

export interface Stopwatch {
  /** Records the time of the phase that ends now, and starts the next. */
  lap(part: Lap): void;
  /** Starts a phase now; the time since the last lap counts only in the total. */
  restart(): void;
  timings(): ExchangeTimings;
}

export function startStopwatch(clock: Clock): Stopwatch {
  const nowMs = () => clock.now().getTime();
  // The clock may have been set back.
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
