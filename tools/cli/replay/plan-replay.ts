import { type Delivery, REOPENABLE_STATES } from '../../../shared/domain/claim';
import type { Notification } from '../../../shared/domain/notification';
import { messageAttributes } from '../../../shared/domain/routing';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import { redriven } from '../../../shared/runtime/message';

export interface ReplayPlan {
  /** What will be attempted again. */
  readonly deliveries: readonly Delivery[];
  /** One for each channel: it finds out itself which of its targets are open. */
  readonly messages: readonly (QueueMessage & { readonly channel: string })[];
}

/** The notification as SNS handed it on, marked as redriven, for each channel where something failed or was rejected. */
export function planReplay({ event, deliveries }: NotificationHistory, channel?: string): ReplayPlan {
  const open = deliveries.filter(
    (delivery) =>
      (REOPENABLE_STATES as readonly string[]).includes(delivery.state) &&
      (channel === undefined || delivery.channel === channel),
  );
  if (event === undefined || open.length === 0) return { deliveries: [], messages: [] };
  const notification = JSON.parse(event.text) as Notification;
  const message = redriven(
    { body: event.text, attributes: messageAttributes(notification), groupId: event.tenant },
    'replayed',
  );
  const channels = [...new Set(open.map((delivery) => delivery.channel))];
  return { deliveries: open, messages: channels.map((name) => ({ ...message, channel: name })) };
}
