import type { Exchange } from './exchange';
import { type Feedback, outranks } from './feedback';
import type { DeliveryOutcome } from './outcome';
import { MAX_DELAY_SECONDS } from './retry-schedule';

/**
 * State of one delivery. All but `claimed` and `retrying` are final: no further attempt without a redrive.
 *
 * - `claimed`: a worker is attempting it until the lease ends
 * - `retrying`: an attempt failed, or it was not its turn, and another one is scheduled
 * - `sent`, `delayed`, `delivered`, `bounced`, `complained`: another service took it over, with its latest feedback
 * - `failed`: the last attempt failed
 * - `held`: the target is switched off; an operator decides when it may be attempted
 */
export const DELIVERY_STATES = [
  'claimed',
  'retrying',
  'sent',
  'delayed',
  'delivered',
  'bounced',
  'complained',
  'suppressed',
  'rejected',
  'failed',
  'held',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Identifies the delivery of one notification to one target of one channel. */
export interface DeliveryKey {
  readonly tenant: string;
  readonly notificationId: string;
  readonly channel: string;
  /** The address, the endpoint id, or empty where the delivery has no target of its own. */
  readonly target: string;
}

/** Placeholder target on the audit channel: other content came under the id, and was refused. */
export const CONFLICT_TARGET = 'conflict';
/** No channel with targets notes conflicts, and no real target has this name. */
export const isConflictNote = ({ channel, target }: Pick<DeliveryKey, 'channel' | 'target'>): boolean =>
  channel === 'audit' && target === CONFLICT_TARGET;

/** One attempt and its result, as the ledger stores it. */
export interface Attempt {
  /** From 1. */
  readonly n: number;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly outcome: DeliveryOutcome['kind'];
  /** At most 256 characters, or 4,096 for a refusal that lists every fault. No message bodies, no secrets. */
  readonly reason?: string;
  readonly durationMs: number;
  /** The exchange with the receiver, if the channel records it. */
  readonly exchange?: Exchange;
}

export interface Delivery extends DeliveryKey {
  readonly state: DeliveryState;
  /** Number of the last attempt whose result is known; 0 before the first. */
  readonly attempted: number;
  readonly attempts: readonly Attempt[];
  /** RFC 3339, UTC. End of the lease, while `claimed`. */
  readonly leaseUntil?: string;
  /** `contentDigest` of the first claim: no other content is delivered under this id. */
  readonly digest?: string;
  /** RFC 3339, UTC. When the sweeper sends the parked message of the next attempt; absent if none is parked. */
  readonly dueAt?: string;
  /** RFC 3339, UTC. No attempt is made earlier, whichever message asks for it. */
  readonly notBefore?: string;
  /**
   * RFC 3339, UTC: when the last granted redrive was sent. A message of that redrive, or of an earlier one, is granted
   * no other.
   */
  readonly redrive?: string;
  /**
   * RFC 3339, UTC: of the last mail that SES accepted and did not send, before a redrive. Later feedback on that mail
   * is ignored.
   */
  readonly refusedAt?: string;
  /** The strongest feedback of the mail service since it took the delivery over. It determines `state`. */
  readonly feedback?: Feedback;
  /** The last transient bounce, also of a delivered mail: perhaps an absence note. It does not affect the state. */
  readonly returned?: Returned;
}

export type Returned = Pick<Feedback, 'at' | 'reason'>;

/** Whether the bounce is the latest one. */
export const mayNoteReturn = (existing: Delivery, tenant: string, { at }: Returned): boolean =>
  existing.tenant === tenant && isAfter(at, existing.returned?.at);

export interface ClaimRequest {
  /** The number of the attempt that the message asks for, from 1. */
  readonly attempt: number;
  /** RFC 3339, UTC. */
  readonly now: string;
  /** RFC 3339, UTC. A lease that ends later was written by a clock that is far ahead, and is void. */
  readonly leaseLimit: string;
  /** `contentDigest` of the message. Messages of earlier versions have none. */
  readonly digest?: string;
  /**
   * RFC 3339, UTC, by the clock of SQS: when an operator redrove or replayed it. A failed delivery is attempted again
   * from 1, an open one gets its next attempt now, but not before `notBefore`. @default an attempt of the schedule
   */
  readonly redrive?: string;
  /** The delivery may exist already, because its message waited or came back. Decides nothing. @default unknown */
  readonly mayExist?: boolean;
}

export type ClaimDecision =
  | {
      readonly kind: 'claimed';
      /** The number of the granted attempt: the requested one, or the one that a redrive gets. */
      readonly attempt: number;
    }
  /** Nothing left to do: the delivery is final, or this attempt is recorded and the next one is scheduled. */
  | { readonly kind: 'settled'; readonly state: DeliveryState }
  /**
   * Not now: another worker holds the lease, alive or dead, or the next attempt is due later and this message is a
   * duplicate, or a leftover of an abandoned attempt.
   */
  | { readonly kind: 'leased'; readonly until: string }
  /** Another tenant owns the id. */
  | { readonly kind: 'foreign' }
  /** The id was claimed with other content. */
  | { readonly kind: 'conflict' };

/**
 * Decides whether the attempt may be made. The DynamoDB adapter expresses the same rule as a condition of its write; a
 * contract suite tests that both agree.
 */
export function decideClaim(existing: Delivery | undefined, tenant: string, request: ClaimRequest): ClaimDecision {
  if (existing === undefined) return { kind: 'claimed', attempt: request.attempt };
  if (existing.tenant !== tenant) return { kind: 'foreign' };
  if (isOtherContent(existing, request)) return { kind: 'conflict' };
  const { state, attempted } = existing;
  const attempt = attemptOf(existing, request);
  if (attempt === undefined || (attempted >= attempt && !isFinal(state))) return { kind: 'settled', state };
  const until = heldUntil(existing, request);
  if (until === undefined) return { kind: 'claimed', attempt };
  return state === 'retrying' && isLong(until, request) ? { kind: 'settled', state } : { kind: 'leased', until };
}

function heldUntil({ state, leaseUntil, notBefore }: Delivery, { now, leaseLimit }: ClaimRequest): string | undefined {
  const until = state === 'claimed' ? leaseUntil : notBefore;
  const isHeld = until !== undefined && until > now && (state !== 'claimed' || until <= leaseLimit);
  return isHeld ? until : undefined;
}

/** Longer than SQS can delay a message: the sweeper sends the parked one, and this message is not needed. */
const isLong = (until: string, { now }: ClaimRequest): boolean =>
  Date.parse(until) - Date.parse(now) > MAX_DELAY_SECONDS * 1000;

/**
 * The attempt that a request asks for; undefined if the delivery is final for it. A redrive counts once: SQS may hand
 * out its message twice (at-least-once), and two chains of attempts would run concurrently. A redrive that was granted
 * an attempt, and whose process died before the result, may claim it again.
 */
function attemptOf({ state, attempted, redrive }: Delivery, request: ClaimRequest): number | undefined {
  const isNewRedrive = request.redrive !== undefined && request.redrive > (redrive ?? '');
  if (isFinal(state)) return isNewRedrive && isReopenable(state) ? 1 : undefined;
  const isGranted = state === 'claimed' && request.redrive !== undefined && request.redrive === redrive;
  return isNewRedrive || isGranted ? attempted + 1 : request.attempt;
}

const isOtherContent = ({ digest }: Delivery, request: ClaimRequest): boolean =>
  digest !== undefined && request.digest !== undefined && digest !== request.digest;

/** The result of an attempt, as the ledger records it. */
export interface Settlement {
  readonly state: Exclude<DeliveryState, 'claimed'>;
  /** Number of the attempt at hand. */
  readonly n: number;
  /** Absent if the delivery was deferred: nothing was attempted, and `n` is used again. */
  readonly attempt?: Attempt;
  /** `leaseUntil` of the claim. It identifies the claim. */
  readonly lease: string;
  /** RFC 3339, UTC: no attempt is made earlier, also after a redrive. @default no limit */
  readonly notBefore?: string;
}

/**
 * Decides whether the result may be recorded. A final state stays. An effect that happened is recorded even if another
 * worker holds the claim. Any other result needs the worker's own claim: after another worker has claimed the delivery,
 * a late result could remove the parked message of that claim, or count an attempt of it. If feedback came before our
 * own record, the attempt is recorded and the state stays that of the feedback (`settledState`).
 */
export const maySettle = (existing: Delivery, { state, n, lease }: Settlement): boolean =>
  existing.feedback === undefined
    ? !isFinal(existing.state) && (isDone(state) || (existing.state === 'claimed' && existing.leaseUntil === lease))
    : existing.attempted < n;

/**
 * - `recorded`: the ledger has the result
 * - `closed`: the delivery is final, and does not change
 * - `superseded`: another worker has claimed it, or it has expired; the result is ignored
 */
export type SettleDecision = 'recorded' | 'closed' | 'superseded';

export function decideSettle(existing: Delivery | undefined, settlement: Settlement): SettleDecision {
  if (existing !== undefined && maySettle(existing, settlement)) return 'recorded';
  return existing !== undefined && isFinal(existing.state) ? 'closed' : 'superseded';
}

export const settledState = ({ feedback }: Delivery, { state }: Settlement): DeliveryState => feedback?.state ?? state;

/**
 * Decides whether feedback may be recorded. It outranks the result of any attempt, even a final state. But `sent` only
 * counts for a delivery that is open or was given up without an answer. Late or repeated feedback on a mail that SES
 * did not send does not apply to the mail that a redrive sends.
 */
export const mayRecordFeedback = (existing: Delivery, tenant: string, feedback: Feedback): boolean =>
  existing.tenant === tenant && outranks(feedback, existing.feedback) && isOfThisMail(existing, feedback);

const isOfThisMail = (existing: Delivery, { state, at }: Feedback): boolean =>
  (state !== 'sent' || NOT_SENT_STATES.includes(existing.state)) &&
  (state !== 'rejected' || isAfter(at, existing.redrive)) &&
  ((state !== 'rejected' && state !== 'sent') || isAfter(at, existing.refusedAt));

const isAfter = (at: string, other: string | undefined): boolean => other === undefined || other < at;

/** `refusedAt` that a granted redrive keeps: the time of the mail that SES accepted and did not send. */
export const refusedBefore = ({ feedback, refusedAt }: Partial<Delivery>): string | undefined =>
  feedback?.state === 'rejected' ? feedback.at : refusedAt;

/** Number of attempts with a known result after the settlement. */
export const attemptedAfter = ({ n, attempt }: Settlement): number => (attempt === undefined ? n - 1 : n);

/** States in which the effect has happened. */
const DONE_STATES = ['sent', 'delivered'] as const satisfies readonly DeliveryState[];
export const isDone = (state: DeliveryState): boolean => (DONE_STATES as readonly DeliveryState[]).includes(state);

/** States that a redrive may reopen: nothing was delivered, and it was not suppressed on purpose. */
export const REOPENABLE_STATES = ['rejected', 'failed', 'held'] as const satisfies readonly DeliveryState[];
export const NOT_SENT_STATES: readonly DeliveryState[] = ['claimed', 'retrying', ...REOPENABLE_STATES];
export const FINAL_STATES = [
  ...REOPENABLE_STATES,
  ...DONE_STATES,
  'delayed',
  'bounced',
  'complained',
  'suppressed',
] as const satisfies readonly DeliveryState[];

export type FinalState = (typeof FINAL_STATES)[number];

export const isFinal = (state: DeliveryState): boolean => (FINAL_STATES as readonly DeliveryState[]).includes(state);
export const isReopenable = (state: DeliveryState): boolean =>
  (REOPENABLE_STATES as readonly DeliveryState[]).includes(state);
