import type { ChannelManifest } from '../domain/channel';
import { CodedError } from '../domain/coded-error';
import { expiryReason, isExpired } from '../domain/expiry';
import { parseJson } from '../domain/json';
import { sizeFaults } from '../domain/message-size';
import type { Notification } from '../domain/notification';
import type { DeliveryOutcome } from '../domain/outcome';
import { type ChannelDependencies, type ChannelHandlers, refuse, suppress } from './channel-handler';
import { attempt, type DeliveredEvent, type Expansion, finish } from './deliver-inline';
import { deliveryMessage } from './message';

export interface QueuedChannel {
  expand(notification: Notification): Promise<Expansion<{ readonly key: string }>>;
  /** Serialised once; every attempt for every target uses these bytes. */
  body(notification: Notification): string;
  /** `event` is read from the body. */
  deliver(event: DeliveredEvent, body: string, target: string): Promise<DeliveryOutcome>;
}

/**
 * Spreads a notification over one message for each target on the channel's own queue, so that a slow or failing target
 * is retried alone. A notification that comes twice is spread twice; the claims make one delivery of it.
 */
export function deliverQueued(channel: QueuedChannel, dependencies: ChannelDependencies): Required<ChannelHandlers> {
  refuseUnfiltered(dependencies.manifest);
  return {
    onNotification: async (notification, message) => {
      if (isExpired(notification, dependencies.clock.now())) {
        return suppress(notification, expiryReason(notification), dependencies);
      }
      const expansion = await channel.expand(notification);
      if (expansion.kind === 'nobody') return suppress(notification, expansion.reason, dependencies);
      if (expansion.kind === 'refused') return refuse(message, { ...notification, ...expansion }, dependencies);
      const body = channel.body(notification);
      const messages = expansion.targets.map(({ key }) => deliveryMessage(key, body, notification.tenant));
      // Numbers may take more characters when they are written again: 1e15 becomes sixteen digits.
      const faults = messages.slice(0, 1).flatMap(sizeFaults);
      if (faults.length > 0) return refuse(message, { ...notification, faults }, dependencies);
      await dependencies.queue.send(messages, 0);
    },
    onDelivery: async (message, target) => {
      const event = readEvent(message.body);
      const effect = () => channel.deliver(event, message.body, target);
      const result = await attempt(event, message, target, effect, dependencies);
      await finish(message, event, [result], dependencies);
    },
  };
}

/** Only a filter keeps out what SNS hands on without attributes, and so what could be taken for a delivery message. */
function refuseUnfiltered({ name, filterPolicy }: ChannelManifest): void {
  if (Object.keys(filterPolicy).length > 0) return;
  const message = `channel '${name}' takes every notification, and spreads them over delivery messages`;
  throw new CodedError('channel.unfiltered', message, 'give its manifest a filter policy, or deliver inline');
}

/** Our own message; one that does not parse is a bug or a forgery, and SQS will dead-letter it. */
function readEvent(body: string): DeliveredEvent {
  const json = parseJson(body);
  const { id, tenant, type, expirytime } = ((json.ok && json.value) || {}) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof tenant !== 'string' || typeof type !== 'string') {
    throw new TypeError('delivery message is not JSON with id, tenant and type');
  }
  return { id, tenant, type, ...(typeof expirytime === 'string' && { expirytime }) };
}
