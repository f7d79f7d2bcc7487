import { rejected, suppressed } from '../domain/delivery/outcome';
import type { QueueMessage } from '../ports/channel-queue';
import type { TargetDependencies } from './channel-dependencies';
import type { ChannelHandlers } from './channel-handler';
import { deliverToTarget } from './deliver-to-target';
import { deliveredEvent } from './delivered-event';
import { faultSummary } from './fault-summary';
import type { Invocation } from './invocation';
import { inChainOf } from './message/hops';
import { inPlaceOf, type ReceivedMessage } from './message/received-message';
import { partOfRedrive } from './message/redriven';
import { openTargets } from './open-targets';
import { refuse } from './refuse';
import { suppress } from './suppress';
import type { TargetChannel } from './target-channel';
import { targetMessages } from './target-messages';

type Handlers = Required<ChannelHandlers>;

/**
 * Fans a notification out: one message for each target, on the channel's own queue, so that a slow or failing target is
 * retried alone. A single target is attempted at once, without another message. A notification that SQS hands out twice
 * is fanned out twice; the claims make each delivery idempotent.
 */
export function fanOut<Target extends { readonly key: string }>(
  channel: TargetChannel<Target>,
  dependencies: TargetDependencies,
): Handlers {
  const onDelivery: Handlers['onDelivery'] = async (message, target, invocation) =>
    deliverToTarget({ channel, event: deliveredEvent(message.body), message, target, invocation }, dependencies);
  const sendOrDeliver = async (parts: readonly QueueMessage[], message: ReceivedMessage, invocation: Invocation) => {
    // Keep the redrive mark in the message also when there is only one target: it may wait for a turn or a lease.
    const messages = parts.map((one) => inChainOf(message, partOfRedrive(one, message.redrive)));
    const [first, ...others] = messages;
    if (first === undefined || others.length > 0) return dependencies.queue.send(messages, 0);
    const only = inPlaceOf(message, first);
    return onDelivery(only, only.target ?? '', invocation);
  };
  const endOpenDelivery: Handlers['endOpenDelivery'] = async (event, message, outcome, invocation) => {
    const { only: target } = message;
    if (target === undefined) return false;
    // Only the sweeper sends such a message without a redrive: then it is a duplicate, and the delivery has ended
    // already.
    if ((await openTargets(event, dependencies, { only: target })).length === 0) return message.redrive === undefined;
    const { id, tenant, type } = event;
    const ending = { channel: { deliver: async () => outcome }, event: { id, tenant, type } };
    await deliverToTarget({ ...ending, message, target, invocation }, dependencies);
    return true;
  };
  return {
    onDelivery,
    endOpenDelivery,
    onNotification: async (notification, message, invocation) => {
      const result = await targetMessages(channel, notification, message, dependencies);
      // Return the promise without `await`, so that the notification can be garbage-collected during the attempt.
      if (result.kind === 'messages') return sendOrDeliver(result.messages, message, invocation);
      const hasNoTarget = result.kind === 'none';
      const outcome = hasNoTarget ? suppressed(result.reason) : rejected(faultSummary(result.faults));
      if (await endOpenDelivery(notification, message, outcome, invocation)) return;
      if (hasNoTarget) return suppress(notification, result.reason, dependencies);
      return refuse(message, { ...notification, ...result }, dependencies);
    },
    hasOpenDelivery: async (notification) => (await openTargets(notification, dependencies)).length > 0,
  };
}
