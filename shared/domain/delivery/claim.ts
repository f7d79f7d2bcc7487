import type { Exchange } from './exchange';
import { type Feedback, outranks } from './feedback';
import type { DeliveryOutcome } from './outcome';
import { MAX_DELAY_SECONDS } from './retry-schedule';

/**
 * Where one delivery stands. All but `claimed` and `retrying` are final for whoever wants to attempt it.
 *
 * - `claimed`: somebody is attempting it until the lease ends
 * - `retrying`: an attempt failed, or it was not its turn, and another one is scheduled
 * - `sent`, `delayed`, `delivered`, `bounced`, `complained`: another service took it over, and what it said since
 * - `failed`: the last attempt failed
 * - `held`: its target takes nothing at present; an operator says when it may be attempted
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

/** One notification to one target of one channel. */
export interface DeliveryKey {
  readonly tenant: string;
  readonly notificationId: string;
  readonly channel: string;
  /** The address, the endpoint id, or empty where the delivery has no target of its own. */
  readonly target: string;
}

/** In place of a target, on the channel that accepts: other content came under the id, and was refused. */
export const CONFLICT_TARGET = 'conflict';
/** No channel whose deliveries have targets notes conflicts, and none with this target. */
export const isConflictNote = ({ channel, target }: Pick<DeliveryKey, 'channel' | 'target'>): boolean =>
  channel === 'audit' && target === CONFLICT_TARGET;

/** One try and its result, as the ledger keeps it. */
export interface Attempt {
  /** From 1. */
  readonly n: number;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly outcome: DeliveryOutcome['kind'];
  /** At most 256 characters, or 4,096 where nothing was attempted and every fault is listed. No message bodies, no secrets. */
  readonly reason?: string;
  readonly durationMs: number;
  /** What passed between us and the receiver, where a channel says so. */
  readonly exchange?: Exchange;
}

export interface Delivery extends DeliveryKey {
  readonly state: DeliveryState;
  /** Number of the last attempt whose result is known; 0 before the first. */
  readonly attempted: number;
  readonly attempts: readonly Attempt[];
  /** RFC 3339, UTC. The claim holds until then, while `claimed`. */
  readonly leaseUntil?: string;
  /** Of the content that was claimed first (`contentDigest`): no other content is delivered under this id. */
  readonly digest?: string;
  /** RFC 3339, UTC. Set while the ledger keeps the message of its next attempt: when that is brought back to the queue. */
  readonly dueAt?: string;
  /** RFC 3339, UTC. No attempt is made before, whichever message asks for it. */
  readonly notBefore?: string;
  /** RFC 3339, UTC: when the last redrive that was granted was sent. No message of it, or of one before, is granted another. */
  readonly redrive?: string;
  /** RFC 3339, UTC: of the last mail that its service took and did not send, before a redrive. What is said of it counts no more. */
  readonly refusedAt?: string;
  /** The strongest that the mail service said since it took the delivery over. Then `state` is its state. */
  readonly feedback?: Feedback;
  /** The last transient bounce, also where the mail was delivered: perhaps an absence note. Says nothing of the state. */
  readonly returned?: Returned;
}

export type Returned = Pick<Feedback, 'at' | 'reason'>;

/** Is the bounce the last one that came? */
export const mayNoteReturn = (existing: Delivery, tenant: string, { at }: Returned): boolean =>
  existing.tenant === tenant && isAfter(at, existing.returned?.at);

export interface ClaimRequest {
  /** The attempt that the message at hand asks for, from 1. */
  readonly attempt: number;
  /** RFC 3339, UTC. */
  readonly now: string;
  /** RFC 3339, UTC. No honest lease ends later; one that does was written by a clock that is far ahead. */
  readonly leaseLimit: string;
  /** Of the content at hand. Messages of earlier versions have none. */
  readonly digest?: string;
  /**
   * RFC 3339, UTC: when an operator redrove or replayed it, by the clock of SQS. What failed is attempted again from 1, and
   * what is open gets its next attempt now, unless that is before its time. @default an attempt of the schedule
   */
  readonly redrive?: string;
}

export type ClaimDecision =
  | {
      readonly kind: 'claimed';
      /** The attempt that may be made: the one asked for, or the one that a redrive gets. */
      readonly attempt: number;
    }
  /** Nothing to do, now or later: it is final, or this attempt's result is known and its successor scheduled. */
  | { readonly kind: 'settled'; readonly state: DeliveryState }
  /**
   * Not now. Somebody else is at it, or died at it, and only after the lease it is known which; or the next attempt is
   * to be made later, and this is a duplicate of its message, or a message that an abandoned attempt left behind.
   */
  | { readonly kind: 'leased'; readonly until: string }
  /** The same id came before from another tenant. */
  | { readonly kind: 'foreign' }
  /** The same id came before with another content. */
  | { readonly kind: 'conflict' };

/** May the attempt be made? The DynamoDB adapter expresses the same rule as a condition; a contract suite holds them equal. */
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

/** A queue cannot wait so long: the ledger brings the message back, and the one at hand is not needed. */
const isLong = (until: string, { now }: ClaimRequest): boolean =>
  Date.parse(until) - Date.parse(now) > MAX_DELAY_SECONDS * 1000;

/**
 * The attempt that a request stands for; undefined where the delivery is final for it. A redrive counts once: SQS may
 * hand out its message twice, and two chains of attempts would go on beside each other. What it was granted and has not
 * come to a result is still its own: its process died.
 */
function attemptOf({ state, attempted, redrive }: Delivery, request: ClaimRequest): number | undefined {
  const isNewRedrive = request.redrive !== undefined && request.redrive > (redrive ?? '');
  if (isFinal(state)) return isNewRedrive && isReopenable(state) ? 1 : undefined;
  const isGranted = state === 'claimed' && request.redrive !== undefined && request.redrive === redrive;
  return isNewRedrive || isGranted ? attempted + 1 : request.attempt;
}

const isOtherContent = ({ digest }: Delivery, request: ClaimRequest): boolean =>
  digest !== undefined && request.digest !== undefined && digest !== request.digest;

/** What became of an attempt, and what the ledger is to keep of it. */
export interface Settlement {
  readonly state: Exclude<DeliveryState, 'claimed'>;
  /** Number of the attempt at hand. */
  readonly n: number;
  /** Left out where it was deferred: then nothing was attempted, and `n` comes again. */
  readonly attempt?: Attempt;
  /** `leaseUntil` of the claim that it was made under. It identifies the claim. */
  readonly lease: string;
  /** RFC 3339, UTC: no attempt is made before, also after a redrive. @default made at once */
  readonly notBefore?: string;
}

/**
 * May it be recorded? A final state stays. That the effect happened is recorded whoever holds the claim by now. Any other
 * result needs the own claim: once somebody else has claimed the delivery, only they know which message it waits for, and
 * a late result would remove that message, or count an attempt of theirs. Where feedback came before our own record,
 * whatever we saw of the attempt is recorded, and the state is that of the feedback (`settledState`).
 */
export const maySettle = (existing: Delivery, { state, n, lease }: Settlement): boolean =>
  existing.feedback === undefined
    ? !isFinal(existing.state) && (isDone(state) || (existing.state === 'claimed' && existing.leaseUntil === lease))
    : existing.attempted < n;

/**
 * - `recorded`: the ledger has it
 * - `closed`: the delivery is final, and stays as it is
 * - `superseded`: somebody else claimed it meanwhile, or it has expired; what the attempt came to counts for nothing
 */
export type SettleDecision = 'recorded' | 'closed' | 'superseded';

export function decideSettle(existing: Delivery | undefined, settlement: Settlement): SettleDecision {
  if (existing !== undefined && maySettle(existing, settlement)) return 'recorded';
  return existing !== undefined && isFinal(existing.state) ? 'closed' : 'superseded';
}

export const settledState = ({ feedback }: Delivery, { state }: Settlement): DeliveryState => feedback?.state ?? state;

/**
 * May feedback be recorded? It is evidence, and stands above whatever an attempt came to, a final state too; but that the
 * service took it over is news only of what is open, or was given up because no answer came. What it says, late or again,
 * of a mail that it did not send says nothing of the one that a redrive makes.
 */
export const mayRecordFeedback = (existing: Delivery, tenant: string, feedback: Feedback): boolean =>
  existing.tenant === tenant && outranks(feedback, existing.feedback) && isOfThisMail(existing, feedback);

const isOfThisMail = (existing: Delivery, { state, at }: Feedback): boolean =>
  (state !== 'sent' || NOT_SENT_STATES.includes(existing.state)) &&
  (state !== 'rejected' || isAfter(at, existing.redrive)) &&
  ((state !== 'rejected' && state !== 'sent') || isAfter(at, existing.refusedAt));

const isAfter = (at: string, other: string | undefined): boolean => other === undefined || other < at;

/** What a granted redrive keeps: of which mail its service has said that it did not send it. */
export const refusedBefore = ({ feedback, refusedAt }: Partial<Delivery>): string | undefined =>
  feedback?.state === 'rejected' ? feedback.at : refusedAt;

/** Attempts whose result is known, once it is settled. */
export const attemptedAfter = ({ n, attempt }: Settlement): number => (attempt === undefined ? n - 1 : n);

/** The effect has happened. */
const DONE_STATES = ['sent', 'delivered'] as const satisfies readonly DeliveryState[];
export const isDone = (state: DeliveryState): boolean => (DONE_STATES as readonly DeliveryState[]).includes(state);

/** What an operator's redrive may try again: nothing was delivered, and nobody chose that nothing ever will be. */
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

export const isFinal = (state: DeliveryState): boolean => (FINAL_STATES as readonly DeliveryState[]).includes(state);
export const isReopenable = (state: DeliveryState): boolean =>
  (REOPENABLE_STATES as readonly DeliveryState[]).includes(state);
