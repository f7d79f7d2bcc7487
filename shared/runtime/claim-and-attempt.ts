import type { Attempt, ClaimDecision, DeliveryKey } from '../domain/delivery/claim';
import { type DeliveryOutcome, exchangeOf, reasonOf, retry } from '../domain/delivery/outcome';
import { CodedError } from '../domain/kit/errors/coded-error';
import type { Clock } from '../ports/clock';
import type { DeliveryLedger } from '../ports/ledger';
import type { Logger } from '../ports/logger';

export interface AttemptDependencies {
  readonly ledger: DeliveryLedger;
  readonly clock: Clock;
  readonly log: Logger;
  /** Longer than the function's timeout, so that a claim is never taken over while its owner lives. */
  readonly leaseSeconds: number;
}

/** One delivery that a message asks for. */
export interface DeliveryRequest {
  readonly key: DeliveryKey;
  readonly attempt: number;
  readonly redrive?: string;
  readonly digest?: string;
  /** An effect takes at most this long, from `begin` on. */
  readonly attemptSeconds: number;
  /** Whether an effect that begins now ends before the function does. @default always */
  readonly isInTime?: () => boolean;
}

/** What an effect knows of the attempt that it is made in. */
export interface AttemptAtHand {
  /**
   * Call it right before the effect, after everything that may take time. Throws `TooLate` where the effect might outlive
   * the function or the claim: somebody else may hold the delivery by then.
   */
  begin(): void;
}

/** Nothing was done: the message comes back by itself, after the lease. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

export type AttemptResult =
  | {
      readonly kind: 'attempted';
      readonly attempt: Attempt;
      readonly outcome: DeliveryOutcome;
      /** Until when it was claimed. */
      readonly lease: string;
    }
  | Exclude<ClaimDecision, { kind: 'claimed' }>;

/**
 * The outcome is not recorded yet: a failed delivery must be passed on first, so that no crash in between loses it.
 * Throws `TooLate` where the claim, or what came before the effect, took so long, or the function was frozen meanwhile,
 * that no time is left.
 */
export async function attemptDelivery(
  request: DeliveryRequest,
  effect: (atHand: AttemptAtHand) => Promise<DeliveryOutcome>,
  { ledger, clock, leaseSeconds }: AttemptDependencies,
): Promise<AttemptResult> {
  const started = clock.now();
  const { key, isInTime = () => true, attemptSeconds, ...claim } = request;
  const lease = leaseFrom(started, leaseSeconds);
  const decision = await ledger.claim(key, { ...claim, ...lease });
  if (decision.kind !== 'claimed') return decision;
  const begin = () => {
    const leaseLeftMs = Date.parse(lease.leaseUntil) - clock.now().getTime();
    if (!isInTime() || leaseLeftMs < attemptSeconds * 1000) throw new TooLate('no time was left for the attempt');
  };
  begin();
  const outcome = await outcomeOf(() => effect({ begin }));
  const durationMs = clock.now().getTime() - started.getTime();
  const attempt: Attempt = { n: decision.attempt, at: started.toISOString(), durationMs, ...summary(outcome) };
  return { kind: 'attempted', attempt, outcome, lease: lease.leaseUntil };
}

/**
 * A lease that ends later than any clock that is at most this far ahead would write counts for nothing: the clock that
 * wrote it is broken. A function whose clock is behind by less takes over no claim of others, and neither does a claim
 * that was on its way for so long, because its process was frozen. A day, because an idle one may be for hours.
 */
const MAX_CLOCK_SKEW_SECONDS = 86_400;

const leaseFrom = (now: Date, leaseSeconds: number) => {
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
  return {
    now: now.toISOString(),
    leaseUntil: after(leaseSeconds),
    leaseLimit: after(leaseSeconds + MAX_CLOCK_SKEW_SECONDS),
  };
};

async function outcomeOf(effect: () => Promise<DeliveryOutcome>): Promise<DeliveryOutcome> {
  try {
    return await effect();
  } catch (error) {
    if (error instanceof TooLate) throw error;
    return retry(describe(error));
  }
}

/** Attempts add up over redrives, and a DynamoDB item takes 400 KB. */
const MAX_ATTEMPT_REASON_LENGTH = 256;

function summary(outcome: DeliveryOutcome): Pick<Attempt, 'outcome' | 'reason' | 'exchange'> {
  const [reason, exchange] = [reasonOf(outcome), exchangeOf(outcome)];
  return {
    outcome: outcome.kind,
    ...(reason !== undefined && { reason: reason.slice(0, MAX_ATTEMPT_REASON_LENGTH).toWellFormed() }),
    ...(exchange && { exchange }),
  };
}

/** Code or name, and message of an error; never its stack, which may hold data. */
export const describe = (error: unknown): string => {
  if (error instanceof CodedError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
};
