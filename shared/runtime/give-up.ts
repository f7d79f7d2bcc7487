import type { DeliveryKey, Settlement } from '../domain/delivery/claim';
import { describeError } from '../domain/kit/errors/describe-error';
import type { ChannelDependencies } from './channel-dependencies';
import type { Invocation } from './invocation';
import { forDeadLetter } from './message/for-dead-letter';
import type { ReceivedMessage } from './message/received-message';
import { targetDigest } from './message/target-digest';
import { recordPassedOn } from './record-result';

export type PassOnDependencies = ChannelDependencies & Invocation;

/** Dead-letters the message with its reason, raises the event that an alarm counts, then records the result. */
export async function giveUp(
  key: DeliveryKey,
  message: ReceivedMessage,
  settlement: Settlement,
  dependencies: PassOnDependencies,
): Promise<void> {
  const reason = `${settlement.state}: ${settlement.attempt?.reason}`;
  await dependencies.queue.deadLetter(forDeadLetter(message, reason));
  await raiseQuietly(key, message.id, settlement, dependencies);
  await recordPassedOn(key, settlement, dependencies);
}

/**
 * The dead letter and its alarm are there; a topic that fails must not cause another attempt. A message that comes back
 * after a crash keeps its id; one that is redriven or replayed has another, and may fail for another time.
 */
async function raiseQuietly(
  { tenant, notificationId, channel, target }: DeliveryKey,
  messageId: string,
  { state, n }: Settlement,
  { events, clock, log }: ChannelDependencies,
): Promise<void> {
  const data = { channel, state, attempts: n, target: targetDigest(target) };
  const time = clock.now().toISOString();
  try {
    const about = { tenant, subject: notificationId, cause: messageId };
    await events.raise({ type: 'delivery.failed', ...about, time, data });
  } catch (error) {
    const where = { notificationId, channel, tenant, type: 'delivery.failed' };
    log.error('event_not_raised', { ...where, error: describeError(error) });
  }
}
