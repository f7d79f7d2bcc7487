import { type Deferred, deferred } from '../../../../shared/domain/delivery/outcome';
import type { Clock } from '../../../../shared/ports/clock';

export interface PacerOptions {
  /** Between two mails of this function. */
  readonly intervalMs: number;
  /** Remaining time that the invocation must have when a mail begins. */
  readonly reserveMs: number;
  /** The function's timeout: an upper bound of how far ahead a turn can be. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

export interface Pacer {
  /** Resolves with undefined at the mail's turn, or at once with a deferral if the turn is too late for this invocation. */
  turn(remainingMs: number): Promise<Deferred | undefined>;
}

/**
 * Rate limiter of one function, without bursts because SES counts per second. Each function has the account's rate divided
 * by the maximum concurrency, so all functions together keep to it without coordination.
 *
 * State is in memory: a new execution environment may exceed the rate once, and SES throttles (defers) that mail. A mail
 * whose turn is after the invocation is deferred at once and not slept for: a sleeping function costs as much as a busy one.
 */
export function createPacer({ intervalMs, reserveMs, timeoutMs, clock, sleep }: PacerOptions): Pacer {
  let nextAt = 0;
  return {
    turn: async (remainingMs) => {
      const now = clock.now().getTime();
      // No turn is further ahead than one timeout, so the clock was set back.
      if (nextAt - now > timeoutMs + intervalMs) nextAt = now;
      const waitMs = Math.max(0, nextAt - now);
      if (waitMs > 0 && waitMs + reserveMs > remainingMs) return deferred(WHY, Math.ceil(waitMs / 1000));
      nextAt = now + waitMs + intervalMs;
      if (waitMs > 0) await sleep(waitMs);
      return undefined;
    },
  };
}

const WHY = "the account's rate of mails leaves no room in this invocation";
