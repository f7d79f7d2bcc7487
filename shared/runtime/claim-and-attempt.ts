import type { Attempt, ClaimDecision, DeliveryKey } from '../domain/delivery/claim';
import { type DeliveryOutcome, exchangeOf, reasonOf, retry } from '../domain/delivery/outcome';
import { describeError } from '../domain/kit/errors/describe-error';
import type { ChannelDependencies } from './channel-dependencies';
import { leaseFrom } from './lease';

/** The claim that a message asks for, and the time limits of the attempt. */
export interface DeliveryRequest {
  readonly key: DeliveryKey;
  readonly attempt: number;
  readonly redrive?: string;
  readonly digest?: string;
  /** The delivery may exist already, because its message waited or came back. */
  readonly mayExist?: boolean;
  /** Maximum duration of the effect in seconds, from `begin` on. */
  readonly attemptSeconds: number;
  /** Whether an effect that starts now ends before the function times out. @default always true */
  readonly isInTime?: () => boolean;
}

/** Guard that an effect receives: it checks the time limits of the attempt. */
export interface AttemptGuard {
  /**
   * Call it right before the effect, after every slow step such as a read or a DNS lookup. Throws `TooLate` if the
   * effect might outlive the function or the lease: another worker may claim the delivery once the lease has ended.
   */
  begin(): void;
}

/** No effect happened. SQS hands the message out again after the lease has ended. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

export type AttemptResult =
  | {
      readonly kind: 'attempted';
      readonly attempt: Attempt;
      readonly outcome: DeliveryOutcome;
      /** End of the lease: RFC 3339, UTC. */
      readonly lease: string;
    }
  | Exclude<ClaimDecision, { kind: 'claimed' }>;

/**
 * Claims a delivery in the ledger by a conditional write and, if the claim is granted, makes the attempt. Does not
 * record the outcome: the caller passes a failed delivery on first, so that a crash in between cannot lose it.
 *
 * Throws `TooLate` if no time is left for the effect, because the claim or the reads before it were slow, or the
 * process was frozen.
 */
export async function claimAndAttempt(
  request: DeliveryRequest,
  effect: (guard: AttemptGuard) => Promise<DeliveryOutcome>,
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

/** In characters. Every redrive adds attempts to the log, and a DynamoDB item holds at most 400 KB. */
const MAX_ATTEMPT_REASON_LENGTH = 256;

function summary(outcome: DeliveryOutcome): Pick<Attempt, 'outcome' | 'reason' | 'exchange'> {
  const [reason, exchange] = [reasonOf(outcome), exchangeOf(outcome)];
  return {
    outcome: outcome.kind,
    ...(reason !== undefined && { reason: reason.slice(0, MAX_ATTEMPT_REASON_LENGTH).toWellFormed() }),
    ...(exchange && { exchange }),
  };
}
