import type { DeliveryKey, Settlement } from '../domain/delivery/claim';
import type { Deferred, Retry } from '../domain/delivery/outcome';
import { mayWaitMore, nextDelaySeconds } from '../domain/delivery/retry-schedule';
import type { ChannelDependencies } from './channel-dependencies';
import type { AttemptResult } from './claim-and-attempt';
import { giveUp, type PassOnDependencies } from './give-up';
import { forAttempt } from './message/for-attempt';
import type { ReceivedMessage } from './message/received-message';
import { waitingSince } from './message/waiting-since';
import { queueOrPark } from './queue-or-park';
import { recordDone, recordPassedOn } from './record-result';

/**
 * Passes an unfinished delivery on (retry, park or dead-letter), then records the result; after that the caller
 * acknowledges the message. In this order, a crash at any point repeats a note or a failed attempt, and loses nothing.
 * Throws if the message could not be passed on, or if another worker has claimed the delivery since, perhaps for the
 * same message: then SQS hands the message out again.
 */
export async function passOn(
  key: DeliveryKey,
  message: ReceivedMessage,
  { outcome, attempt, lease }: Extract<AttemptResult, { kind: 'attempted' }>,
  given: ChannelDependencies,
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
      return recordPassedOn(key, { ...settlement, state: outcome.kind }, dependencies);
    default:
      return recordDone(key, { ...settlement, state: outcome.kind }, dependencies);
  }
}

type Attempted = Required<Omit<Settlement, 'state' | 'notBefore'>>;

async function tryAgain(
  key: DeliveryKey,
  message: ReceivedMessage,
  { afterSeconds, atLeastSeconds }: Retry,
  settlement: Attempted,
  dependencies: PassOnDependencies,
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
  await queueOrPark(key, next, seconds, { ...settlement, state: 'retrying' }, dependencies);
}

/** A redrive waits as well while the result of the last attempt, such as a bounce, may still arrive. */
const notBeforeAfter = (seconds: number | undefined, { clock }: ChannelDependencies) =>
  seconds === undefined ? {} : { notBefore: new Date(clock.now().getTime() + seconds * 1000).toISOString() };

/** Waits for the target's turn without using up an attempt, until `MAX_DEFERRAL_SECONDS` have passed. */
async function waitForTurn(
  key: DeliveryKey,
  message: ReceivedMessage,
  { reason, afterSeconds, turn }: Deferred,
  { n, attempt, lease }: Attempted,
  dependencies: PassOnDependencies,
): Promise<void> {
  const now = dependencies.clock.now();
  const since = message.since ?? now.toISOString();
  if (mayWaitMore(since, now)) {
    const next = waitingSince(message, since, turn);
    return queueOrPark(key, next, afterSeconds, { state: 'retrying', n, lease }, dependencies);
  }
  const tooLong = { ...attempt, reason: `deferred since ${since}: ${reason}` };
  await giveUp(key, message, { state: 'failed', n, attempt: tooLong, lease }, dependencies);
}
