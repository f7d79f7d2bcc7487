import { CodedError } from '../domain/coded-error';
import type { Attempt, ClaimDecision, DeliveryKey, Settlement } from '../domain/delivery/claim';
import { type DeliveryOutcome, exchangeOf, reasonOf, retry } from '../domain/delivery/outcome';
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
  readonly reopen: boolean;
  readonly digest?: string;
  /** Whether an effect that begins now ends before the function does. @default always */
  readonly isInTime?: () => boolean;
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
 * Throws where the claim took so long, or the function was frozen over it, that no time is left: the message comes back
 * by itself, and finds that the lease has ended.
 */
export async function attemptDelivery(
  request: DeliveryRequest,
  effect: () => Promise<DeliveryOutcome>,
  { ledger, clock, leaseSeconds }: AttemptDependencies,
): Promise<AttemptResult> {
  const started = clock.now();
  const { key, isInTime = () => true, ...claim } = request;
  const lease = leaseFrom(started, leaseSeconds);
  const decision = await ledger.claim(key, { ...claim, ...lease });
  if (decision.kind !== 'claimed') return decision;
  if (!isInTime()) throw new Error('no time was left once the delivery was claimed');
  const outcome = await outcomeOf(effect);
  const durationMs = clock.now().getTime() - started.getTime();
  const attempt: Attempt = { n: request.attempt, at: started.toISOString(), durationMs, ...summary(outcome) };
  return { kind: 'attempted', attempt, outcome, lease: lease.leaseUntil };
}

/** A clock that is further ahead than one lease cannot hold a delivery: its claim counts for nothing. */
const leaseFrom = (now: Date, leaseSeconds: number) => {
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
  return { now: now.toISOString(), leaseUntil: after(leaseSeconds), leaseLimit: after(2 * leaseSeconds) };
};

async function outcomeOf(effect: () => Promise<DeliveryOutcome>): Promise<DeliveryOutcome> {
  try {
    return await effect();
  } catch (error) {
    return retry(describe(error));
  }
}

/**
 * By now the effect has happened or the message has been passed on, so a ledger that fails must not bring the message
 * back: that would deliver again to repair a note. The lease runs out and the log line remains.
 */
export async function settleQuietly(
  key: DeliveryKey,
  settlement: Settlement,
  { ledger, log }: AttemptDependencies,
): Promise<void> {
  try {
    await ledger.settle(key, settlement);
  } catch (error) {
    const { notificationId, channel, tenant } = key;
    const { state } = settlement;
    log.error('bookkeeping_failed', { notificationId, channel, tenant, state, error: describe(error) });
  }
}

/** Attempts add up over redrives, and a DynamoDB item takes 400 KB. */
const MAX_ATTEMPT_REASON_LENGTH = 256;
/** A refusal is noted once, and lists every fault. */
const MAX_NOTE_REASON_LENGTH = 4_096;

/** As much of a reason as a note takes. */
export const noteReason = (reason: string): string => reason.slice(0, MAX_NOTE_REASON_LENGTH).toWellFormed();

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
