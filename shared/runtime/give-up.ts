import type { DeliveryKey, Settlement } from '../domain/delivery/claim';
import { describeError } from '../domain/kit/errors/describe-error';
import type { ChannelDependencies } from './channel-dependencies';
import type { Invocation } from './invocation';
import { forDeadLetter } from './message/for-dead-letter';
import type { ReceivedMessage } from './message/received-message';
import { targetDigest } from './message/target-digest';
import { recordPassedOn } from './record-result';

export type PassOnDependencies = ChannelDependencies & Invocation;

/** Dead-letters the message with its reason, raises the event that the alarm counts, then records the result. */
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
 * Raises the `delivery.failed` event. A failed publish is only logged: the dead letter exists, and its queue has an
 * alarm, so it must not cause another attempt. The message id is the cause: a message that comes back after a crash
 * keeps its id, and a redriven or replayed one has a new id and may fail anew.
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
