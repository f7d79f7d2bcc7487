import type { Attempt, ClaimDecision, DeliveryKey } from '../domain/delivery/claim';
import { type DeliveryOutcome, exchangeOf, reasonOf, retry } from '../domain/delivery/outcome';
import { describeError } from '../domain/kit/errors/describe-error';
import type { ChannelDependencies } from './channel-dependencies';
import { leaseFrom } from './lease';

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
 * Claims a delivery in the ledger, and where the claim is granted, makes the attempt. The outcome is not recorded yet: a
 * failed delivery must be passed on first, so that no crash in between loses it.
 *
 * Throws `TooLate` where the claim, or what came before the effect, took so long, or the function was frozen meanwhile,
 * that no time is left.
 */
export async function claimAndAttempt(
  request: DeliveryRequest,
  effect: (atHand: AttemptAtHand) => Promise<DeliveryOutcome>,
  { ledger, clock, leaseSeconds }: Pick<ChannelDependencies, 'ledger' | 'clock' | 'leaseSeconds'>,
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

async function outcomeOf(effect: () => Promise<DeliveryOutcome>): Promise<DeliveryOutcome> {
  try {
    return await effect();
  } catch (error) {
    if (error instanceof TooLate) throw error;
    return retry(describeError(error));
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
