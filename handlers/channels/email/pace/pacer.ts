import { type Deferred, deferred } from '../../../../shared/domain/delivery/outcome';
import type { Clock } from '../../../../shared/ports/clock';

export interface PacerOptions {
  /** From one mail to the next in this function. */
  readonly intervalMs: number;
  /** What has to be left of the invocation when a mail begins. */
  readonly reserveMs: number;
  /** No invocation has more. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

export interface Pacer {
  /** Resolves when it is the mail's turn; with a deferral where that is too late for this invocation. */
  turn(remainingMs: number): Promise<Deferred | undefined>;
}

/**
 * Spaces the mails of one function, which has the account's rate divided by the number of functions that may run: so
 * they keep to it together, without a word or a write between them. No bursts: SES counts by the second.
 *
 * Kept in memory. A new function begins without a past, which SES may answer with "throttled", and that mail is
 * deferred. What has no turn within the invocation is deferred at once rather than slept over: sleeping functions cost
 * as much as working ones.
 */
export function createPacer({ intervalMs, reserveMs, timeoutMs, clock, sleep }: PacerOptions): Pacer {
  let nextAt = 0;
  return {
    turn: async (remainingMs) => {
      const now = clock.now().getTime();
      // No turn is given further ahead than an invocation lasts: the clock was set back.
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
