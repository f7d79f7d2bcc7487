import type { DeliveryKey, Settlement } from '../domain/delivery/claim';
import type { Deferred, Retry } from '../domain/delivery/outcome';
import {
  BRING_BACK_SECONDS,
  MAX_DELAY_SECONDS,
  mayWaitMore,
  nextDelaySeconds,
} from '../domain/delivery/retry-schedule';
import { describeError } from '../domain/kit/errors/describe-error';
import type { ChannelQueue, QueueMessage } from '../ports/channel-queue';
import type { Sleep } from '../ports/clock';
import type { OperationalEvents } from '../ports/operational-events';
import type { AttemptDependencies, AttemptResult } from './claim-and-attempt';
import { forAttempt } from './message/for-attempt';
import { forDeadLetter } from './message/for-dead-letter';
import { mayHop } from './message/hops';
import type { ReceivedMessage } from './message/received-message';
import { targetDigest } from './message/target-digest';
import { waitingSince } from './message/waiting-since';
import { type SettleDependencies, settleDone, settleOrReturn, settleQuietly } from './record-result';

export interface ConcludeDependencies extends AttemptDependencies {
  readonly queue: ChannelQueue;
  readonly events: OperationalEvents;
  readonly retryDelaysSeconds: readonly number[];
  /** From 0 to, but not including, 1. */
  readonly random: () => number;
  readonly sleep: Sleep;
}

type Attempted = Extract<AttemptResult, { kind: 'attempted' }>;

/**
 * Passes on what is not done, then records the result, then returns: the caller acknowledges. In this order a crash at
 * any point repeats a note or a failed attempt, and loses nothing. Throws where the message could not be passed on, or
 * where somebody else has claimed the delivery meanwhile, perhaps for the same message: it comes back by itself.
 */
export async function conclude(
  key: DeliveryKey,
  message: ReceivedMessage,
  { outcome, attempt, lease }: Attempted,
  given: ConcludeDependencies,
  remainingMs: () => number,
): Promise<void> {
  const settlement = { n: attempt.n, attempt, lease };
  const dependencies = { ...given, remainingMs };
  switch (outcome.kind) {
    case 'retry':
      return tryAgain(key, message, outcome, settlement, dependencies);
    case 'deferred':
      return waitForTurn(key, message, outcome, settlement, dependencies);
    case 'rejected':
    case 'failed':
      return giveUp(key, message, { ...settlement, state: outcome.kind }, dependencies);
    case 'suppressed':
    case 'held':
      return settleQuietly(key, { ...settlement, state: outcome.kind }, dependencies);
    default:
      return settleDone(key, { ...settlement, state: outcome.kind }, dependencies);
  }
}

type Concluding = ConcludeDependencies & SettleDependencies;
type Attempt = Required<Omit<Settlement, 'state' | 'notBefore'>>;

async function tryAgain(
  key: DeliveryKey,
  message: ReceivedMessage,
  { afterSeconds, atLeastSeconds }: Retry,
  settlement: Attempt,
  dependencies: Concluding,
): Promise<void> {
  const wait = {
    random: dependencies.random(),
    ...(afterSeconds !== undefined && { afterSeconds }),
    ...(atLeastSeconds !== undefined && { atLeastSeconds }),
  };
  const seconds = nextDelaySeconds(settlement.n, dependencies.retryDelaysSeconds, wait);
  if (seconds === undefined) {
    const settled = { ...settlement, ...notBeforeAfter(atLeastSeconds, dependencies) };
    return giveUp(key, message, { ...settled, state: 'failed' }, dependencies);
  }
  const next = forAttempt(message, settlement.n + 1, key.tenant);
  await comeBack(key, next, seconds, { ...settlement, state: 'retrying' }, dependencies);
}

/** A redrive waits too, where what became of the last attempt is still to be heard of. */
const notBeforeAfter = (seconds: number | undefined, { clock }: ConcludeDependencies) =>
  seconds === undefined ? {} : { notBefore: new Date(clock.now().getTime() + seconds * 1000).toISOString() };

/** The attempt that was not made stays to be made, however often; only not without limit. */
async function waitForTurn(
  key: DeliveryKey,
  message: ReceivedMessage,
  { reason, afterSeconds, turn }: Deferred,
  { n, attempt, lease }: Attempt,
  dependencies: Concluding,
): Promise<void> {
  const now = dependencies.clock.now();
  const since = message.since ?? now.toISOString();
  if (mayWaitMore(since, now)) {
    const next = waitingSince(message, since, turn);
    return comeBack(key, next, afterSeconds, { state: 'retrying', n, lease }, dependencies);
  }
  const tooLong = { ...attempt, reason: `deferred since ${since}: ${reason}` };
  await giveUp(key, message, { state: 'failed', n, attempt: tooLong, lease }, dependencies);
}

/** Clocks differ, and SQS delays by whole seconds: what comes earlier by no more than this comes in time. */
const EARLY_SECONDS = 10;

/**
 * The ledger keeps the next message in either case. Where it waits for no longer than a queue can delay, the queue brings
 * it, and the ledger only what the queue has not brought by then. No attempt is made before its time, whichever message
 * asks for it: an attempt that came to nothing may have left one behind.
 */
async function comeBack(
  key: DeliveryKey,
  next: QueueMessage,
  waitSeconds: number,
  settlement: Settlement,
  dependencies: Concluding,
): Promise<void> {
  const seconds = Math.max(1, Math.ceil(waitSeconds));
  const inSeconds = (wait: number) => new Date(dependencies.clock.now().getTime() + wait * 1000).toISOString();
  const early = seconds > EARLY_SECONDS ? { notBefore: inSeconds(seconds - EARLY_SECONDS) } : {};
  const settled = { ...settlement, ...early };
  if (seconds > MAX_DELAY_SECONDS || !mayHop(next)) {
    return settleOrReturn(key, settled, { dueAt: inSeconds(seconds), message: next }, dependencies);
  }
  try {
    await dependencies.queue.send([next], seconds);
  } catch {
    // The ledger alone brings it, up to a minute late: better than to make the attempt once more.
    return settleOrReturn(key, settled, { dueAt: inSeconds(seconds), message: next }, dependencies);
  }
  await settleQuietly(key, settled, dependencies, { dueAt: inSeconds(seconds + BRING_BACK_SECONDS), message: next });
}

async function giveUp(
  key: DeliveryKey,
  message: ReceivedMessage,
  settlement: Settlement,
  dependencies: Concluding,
): Promise<void> {
  const reason = `${settlement.state}: ${settlement.attempt?.reason}`;
  await dependencies.queue.deadLetter(forDeadLetter(message, reason));
  await raiseQuietly(key, message.id, settlement, dependencies);
  await settleQuietly(key, settlement, dependencies);
}

/**
 * The dead letter and its alarm are there; a topic that fails must not cause another attempt. A message that comes back
 * after a crash keeps its id; one that is redriven or replayed has another, and may fail for another time.
 */
async function raiseQuietly(
  { tenant, notificationId, channel, target }: DeliveryKey,
  messageId: string,
  { state, n }: Settlement,
  { events, clock, log }: ConcludeDependencies,
): Promise<void> {
  const data = { channel, state, attempts: n, target: targetDigest(target) };
  const time = clock.now().toISOString();
  try {
    const about = { tenant, subject: notificationId, cause: messageId };
    await events.raise({ type: 'delivery.failed', ...about, time, data });
  } catch (error) {
    log.error('event_not_raised', {
      notificationId,
      channel,
      tenant,
      type: 'delivery.failed',
      error: describeError(error),
    });
  }
}
