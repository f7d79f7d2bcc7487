import type { Attempt, DeliveryKey, DeliveryState } from '../domain/claim';
import { type DeliveryOutcome, retry } from '../domain/outcome';
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
}

export type AttemptResult =
  | {
      readonly kind: 'attempted';
      readonly key: DeliveryKey;
      readonly attempt: Attempt;
      readonly outcome: DeliveryOutcome;
    }
  | { readonly kind: 'settled' }
  /** Done, but the ledger would not record it. */
  | { readonly kind: 'unrecorded'; readonly key: DeliveryKey }
  | { readonly kind: 'leased'; readonly until: string }
  | { readonly kind: 'foreign' }
  /** The ledger could not be asked. */
  | { readonly kind: 'unclaimed'; readonly error: unknown };

/** The outcome is not recorded yet: a failed delivery must be passed on first, so that no crash in between loses it. */
export async function attemptDelivery(
  request: DeliveryRequest,
  effect: () => Promise<DeliveryOutcome>,
  { ledger, clock, leaseSeconds }: AttemptDependencies,
): Promise<AttemptResult> {
  const started = clock.now();
  const decision = await ledger.claim(request.key, {
    attempt: request.attempt,
    reopen: request.reopen,
    now: started.toISOString(),
    leaseUntil: new Date(started.getTime() + leaseSeconds * 1000).toISOString(),
  });
  if (decision.kind !== 'claimed') return decision;
  const outcome = await outcomeOf(effect);
  const durationMs = clock.now().getTime() - started.getTime();
  const attempt: Attempt = { n: request.attempt, at: started.toISOString(), durationMs, ...summary(outcome) };
  return { kind: 'attempted', key: request.key, attempt, outcome };
}

async function outcomeOf(effect: () => Promise<DeliveryOutcome>): Promise<DeliveryOutcome> {
  try {
    return await effect();
  } catch (error) {
    return retry(describe(error));
  }
}

/**
 * Records a result, and says whether it could. By now the effect has happened or the message has been passed on, so a
 * ledger that fails must not bring the message back: that would deliver again to repair a note. The lease runs out and
 * the log line remains.
 */
export async function settleQuietly(
  key: DeliveryKey,
  state: DeliveryState,
  attempt: Attempt,
  { ledger, log }: AttemptDependencies,
): Promise<boolean> {
  try {
    await ledger.settle(key, state, attempt);
    return true;
  } catch (error) {
    const { notificationId, channel, tenant } = key;
    log.error('bookkeeping_failed', { notificationId, channel, tenant, state, error: describe(error) });
    return false;
  }
}

/** Attempts add up over redrives, and a DynamoDB item takes 400 KB. */
const MAX_ATTEMPT_REASON_LENGTH = 256;
/** A refusal is noted once, and lists every fault. */
const MAX_NOTE_REASON_LENGTH = 4_096;

/** As much of a reason as a note takes. */
export const noteReason = (reason: string): string => reason.slice(0, MAX_NOTE_REASON_LENGTH).toWellFormed();

function summary(outcome: DeliveryOutcome): Pick<Attempt, 'outcome' | 'reason'> {
  const reason = outcome.kind === 'delivered' ? outcome.reference : outcome.reason;
  return {
    outcome: outcome.kind,
    ...(reason !== undefined && { reason: reason.slice(0, MAX_ATTEMPT_REASON_LENGTH).toWellFormed() }),
  };
}

/** Name and message of an error; never its stack, which may hold data. */
export const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
