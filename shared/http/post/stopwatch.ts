import type { ExchangeTimings } from '../../domain/delivery/exchange';
import type { Clock } from '../../ports/clock';

type Lap = Exclude<keyof ExchangeTimings, 'total'>;

/** Measures the phases of an exchange, in whole milliseconds. */
export class Stopwatch {
  private readonly startedMs: number;
  private readonly laps: Partial<Record<Lap, number>> = {};
  private lapMs: number;

  constructor(private readonly clock: Clock) {
    this.startedMs = this.nowMs();
    this.lapMs = this.startedMs;
  }

  /** Records the time of the phase that ends now, and starts the next. */
  lap(part: Lap): void {
    const nowMs = this.nowMs();
    this.laps[part] = since(this.lapMs, nowMs);
    this.lapMs = nowMs;
  }

  /**
   * Starts a phase now; the time since the last lap counts only in the total.
   *
   * @returns Unix time in milliseconds
   */
  restart(): number {
    this.lapMs = this.nowMs();
    return this.lapMs;
  }

  timings(): ExchangeTimings {
    return { ...this.laps, total: since(this.startedMs, this.nowMs()) };
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}

/** The clock may have been set back. */
const since = (thenMs: number, nowMs: number): number => Math.max(0, nowMs - thenMs);
