import type { DeliveryKey } from '../domain/delivery/claim';
import { type Deferred, type DeliveryOutcome, type Failed, rejected, suppressed } from '../domain/delivery/outcome';
import { MAX_DELAY_SECONDS, mayWaitMore } from '../domain/delivery/retry-schedule';
import type { Fault } from '../domain/kit/errors/coded-error';
import { parseJson } from '../domain/kit/json/json';
import type { ChannelManifest } from '../domain/manifest/channel';
import { attributeFaults } from '../domain/notification/attribute-rules';
import { expiryReason, isExpired } from '../domain/notification/expiry';
import type { Notification } from '../domain/notification/notification';
import type { QueueMessage } from '../ports/channel-queue';
import type { AcceptedContents } from '../ports/ledger';
import type { ChannelDependencies } from './channel-dependencies';
import { type AttemptAtHand, type AttemptResult, claimAndAttempt } from './claim-and-attempt';
import { UNKNOWN_TENANT } from './examine';
import type { Invocation } from './invocation';
import { RETURN_MS } from './invocation';
import { mayHop, mayHopLast } from './message/hops';
import { asAttempt, type ReceivedMessage } from './message/received-message';
import { targetDigest } from './message/target-digest';
import { unchanged, waitingSince } from './message/waiting-since';
import { passOn } from './pass-on';
import { refuse } from './refuse';

/** What an attempt needs to know of its notification. */
export type DeliveredEvent = Pick<Notification, 'id' | 'tenant' | 'type' | 'expirytime'>;

/** When a delivery is asked for. */
export interface Occasion extends Invocation {
  /** Of the deferral that the message comes back from. */
  readonly turn?: string;
}

export interface OneDelivery {
  readonly channel: DeliveringChannel;
  readonly event: DeliveredEvent;
  readonly message: ReceivedMessage;
  readonly target: string;
  readonly invocation: Invocation;
}

export interface TargetDependencies extends ChannelDependencies {
  readonly contents: AcceptedContents;
}

/** What one delivery needs of a channel. */
export interface DeliveringChannel {
  /**
   * Why no attempt may be made: it is not the target's turn yet, or never will be in time. Asked before each attempt;
   * nothing is claimed by then. May wait for the turn.
   */
  admit?(event: DeliveredEvent, target: string, occasion: Occasion): Promise<Deferred | Failed | undefined>;
  /**
   * Looks up what speaks against the effect, such as a suppressed address; undefined when nothing does. Called beside the
   * claim, so that what it reads can share a call with the other reads of the batch.
   */
  precondition?(event: DeliveredEvent, target: string): Promise<DeliveryOutcome | undefined>;
  /** The effect; calls `atHand.begin` right before it. `event` is read from the body. */
  deliver(event: DeliveredEvent, body: string, target: string, atHand: AttemptAtHand): Promise<DeliveryOutcome>;
  /**
   * Bookkeeping about the target's health, after the outcome of an attempt is recorded: a record that is late repeats
   * the effect, bookkeeping that is late does not. Must not throw: the delivery is done.
   *
   * @param attempt its number, from 1
   */
  concluded?(event: DeliveredEvent, target: string, outcome: DeliveryOutcome, attempt: number): Promise<void>;
}

/** Claims, attempts unless it is too late, too early or not its turn, passes on and records. */
export async function deliverOnce(delivery: OneDelivery, dependencies: TargetDependencies): Promise<void> {
  const { channel, event, message, target, invocation } = delivery;
  const { manifest, queue, clock } = dependencies;
  const occasion = { ...invocation, ...(message.turn !== undefined && { turn: message.turn }) };
  const now = clock.now();
  // What has expired takes nobody's turn, nor the one attempt that a failing endpoint gets.
  const refusal = isExpired(event, now) ? undefined : await channel.admit?.(event, target, occasion);
  const since = message.since ?? now.toISOString();
  // A longer wait is parked, one that has lasted too long given up, and so is what the channel gives up: all need the claim.
  // It keeps the turn that it was given, and another one is not taken when it comes back.
  const waiting = refusal?.kind === 'deferred' ? waitingSince(message, since, refusal.turn) : unchanged(message);
  const isShort = refusal?.kind === 'deferred' && refusal.afterSeconds <= MAX_DELAY_SECONDS && mayHop(message);
  if (isShort && mayWaitMore(since, now)) {
    return queue.send([waiting], Math.max(1, Math.ceil(refusal.afterSeconds)));
  }
  if (!isInTime(invocation, manifest)) return sendBack(waiting, 0, dependencies);
  await attemptAndConclude(delivery, { refusal, waiting }, dependencies);
}

/**
 * To be looked at again, with the turn that it may have been given by now. What may not be sent once more comes back from
 * SQS instead, when its visibility timeout is over.
 */
async function sendBack(message: QueueMessage, seconds: number, { queue }: ChannelDependencies): Promise<void> {
  if (!mayHopLast(message)) throw new Error('it has made too many hops to be sent once more');
  await queue.send([message], seconds);
}

/** No effect begins that might outlive the function: nobody could tell whether it happened. */
const isInTime = ({ remainingMs }: Invocation, { attemptSeconds }: ChannelManifest): boolean =>
  remainingMs() >= attemptSeconds * 1000 + RETURN_MS;

type Effect = (atHand: AttemptAtHand) => Promise<DeliveryOutcome>;

/** Begins its reads at once, and not after the claim: those of all records of a batch then come together. */
function effectOf(delivery: OneDelivery, dependencies: TargetDependencies): Effect {
  const { channel, event, message, target } = delivery;
  const { clock } = dependencies;
  const suppressedAsExpired = () => (isExpired(event, clock.now()) ? suppressed(expiryReason(event)) : undefined);
  const expired = suppressedAsExpired();
  if (expired) return async () => expired;
  const objection = objectionTo(delivery, dependencies);
  // Nobody awaits it where the claim is refused or fails.
  objection.catch(() => undefined);
  return async (atHand) =>
    suppressedAsExpired() ?? (await objection) ?? channel.deliver(event, message.body, target, atHand);
}

/** Before every attempt: what could not be read before the first would otherwise never be looked at. */
async function objectionTo(
  delivery: OneDelivery,
  dependencies: TargetDependencies,
): Promise<DeliveryOutcome | undefined> {
  const { channel, event, target } = delivery;
  const [ofRecord, objection] = await Promise.all([
    objectionOfRecord(delivery, dependencies),
    channel.precondition?.(event, target),
  ]);
  return ofRecord ?? objection;
}

/**
 * Nothing is delivered of a notification whose id was accepted with other content, or of another tenant. Where nothing is
 * accepted yet, the claim of each delivery still finds another content for the same target.
 */
async function objectionOfRecord(
  delivery: OneDelivery,
  { contents, manifest }: TargetDependencies,
): Promise<DeliveryOutcome | undefined> {
  const { event, message } = delivery;
  const { id, tenant } = event;
  const { digest } = message;
  const accepted = await contents.accepted(id);
  if (accepted === undefined || (digest === undefined && !accepted.erased)) return undefined;
  if (accepted.tenant !== tenant) return rejected(faultText(taken(id)));
  if (accepted.erased) return objectionOfErasure(keyOf(delivery, manifest), contents);
  return accepted.digest === undefined || accepted.digest === digest
    ? undefined
    : rejected(faultText(otherContent(id)));
}

/**
 * After an erasure nobody can tell whether a message repeats a delivery that was made, or has other content: the delivery
 * is under a digest of the address, and the digest of the content is gone. So none begins any more. This is asked before
 * every attempt, and not of a claim: a claim whose process died must not count as a delivery from before the erasure.
 */
async function objectionOfErasure(key: DeliveryKey, contents: AcceptedContents): Promise<DeliveryOutcome | undefined> {
  return (await contents.begunBeforeErasure(key)) ? undefined : suppressed(ERASED);
}

const ERASED =
  'an address was erased from the record of this id, and no delivery begins under it since; publish under a new id';

interface Admission {
  readonly refusal: Deferred | Failed | undefined;
  /** The message as it waits: with the turn of the refusal. */
  readonly waiting: QueueMessage;
}

async function attemptAndConclude(
  delivery: OneDelivery,
  { refusal, waiting }: Admission,
  dependencies: TargetDependencies,
): Promise<void> {
  const { channel, event, message, target, invocation } = delivery;
  const { id, type } = event;
  const { manifest } = dependencies;
  const key = keyOf(delivery, manifest);
  const { attempt, redrive, digest } = message;
  const request = {
    key,
    attempt,
    attemptSeconds: manifest.attemptSeconds,
    ...(redrive !== undefined && { redrive }),
    ...(digest !== undefined && { digest }),
    isInTime: () => isInTime(invocation, manifest),
  };
  const effect = refusal ? refusalOf(refusal, delivery, dependencies) : effectOf(delivery, dependencies);
  const result = await claimAndAttempt(request, effect, dependencies);
  logDelivery(type, key, result, dependencies);
  if (result.kind === 'leased')
    return sendBack(waiting, secondsUntil(result.until, dependencies.clock.now()), dependencies);
  if (result.kind !== 'attempted') return standBack(id, message, result, dependencies);
  // A redrive is granted the attempt that is next, whichever its message asked for.
  await passOn(key, asAttempt(message, result.attempt.n), result, dependencies, invocation.remainingMs);
  if (result.outcome.kind !== 'deferred') await channel.concluded?.(event, target, result.outcome, result.attempt.n);
}

const keyOf = ({ event: { id, tenant }, target }: OneDelivery, { name }: ChannelManifest): DeliveryKey => ({
  tenant,
  notificationId: id,
  channel: name,
  target,
});

/** What will never be delivered waits for no turn, and is not given up with an alarm. */
function refusalOf(refusal: Deferred | Failed, delivery: OneDelivery, dependencies: TargetDependencies): Effect {
  const objection = objectionOfRecord(delivery, dependencies).catch(() => undefined);
  return async () => (await objection) ?? refusal;
}

/** Nothing was attempted, because somebody else had it, or has another notification under this id. */
async function standBack(
  id: string,
  message: ReceivedMessage,
  result: Exclude<AttemptResult, { kind: 'attempted' | 'leased' }>,
  dependencies: ChannelDependencies,
): Promise<void> {
  if (result.kind === 'settled') return;
  const fault = result.kind === 'foreign' ? taken(id) : otherContent(id);
  await refuse(message, { id: message.id, tenant: UNKNOWN_TENANT, faults: [fault] }, dependencies);
}

/** One second more than needed: a message that comes back a moment early would only be sent round again. */
const secondsUntil = (timestamp: string, now: Date): number =>
  Math.min(MAX_DELAY_SECONDS, Math.max(1, Math.ceil((Date.parse(timestamp) - now.getTime()) / 1000) + 1));

const taken = (id: string): Fault => ({
  code: 'notification.id.taken',
  path: '/id',
  message: `id ${id} belongs to a notification of another tenant, expected a new ULID`,
});

const faultText = ({ code, message }: Fault): string => `${code}: ${message}`;

const otherContent = (id: string): Fault => ({
  code: 'notification.id.conflict',
  path: '/id',
  message: `id ${id} was accepted before with other content, expected a new ULID, or a new idempotency key, for another notification`,
});

/** Our own message, by the notification's rules; one that breaks them is a bug or a forgery, which SQS dead-letters. */
export function readEvent(body: string): DeliveredEvent {
  const json = parseJson(body);
  const value = ((json.ok && json.value) || {}) as DeliveredEvent & Record<string, unknown>;
  const codes = attributeFaults(value, ['id', 'tenant', 'type', 'expirytime']).map(({ code }) => code);
  if (codes.length > 0) throw new TypeError(`delivery message is refused: ${codes.join(', ')}`);
  const { id, tenant, type, expirytime } = value;
  return { id, tenant, type, ...(expirytime !== undefined && { expirytime }) };
}

/** The one wide line of a delivery. Targets may be addresses, so only a digest of them is logged. */
function logDelivery(type: string, key: DeliveryKey, result: AttemptResult, { log }: ChannelDependencies): void {
  const { channel, notificationId, tenant } = key;
  const attempted = result.kind === 'attempted' ? result.attempt : undefined;
  const outcome = attempted?.outcome ?? result.kind;
  log.info('delivery', {
    channel,
    notificationId,
    tenant,
    type,
    target: targetDigest(key.target),
    outcome,
    ...(attempted && { attempt: attempted.n, durationMs: attempted.durationMs, reason: attempted.reason }),
  });
}
