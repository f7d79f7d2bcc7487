import type { Fault } from '../../shared/domain/coded-error';
import type { Notification } from '../../shared/domain/notification';
import { acceptedEvent, type EventLedger } from '../../shared/ports/ledger';
import { type ChannelDependencies, refuse } from '../../shared/runtime/channel-handler';
import type { ReceivedMessage } from '../../shared/runtime/message';

/** Records the notification exactly as it was received. The record is its own claim: a second one changes nothing. */
export function recordNotification(events: EventLedger, dependencies: ChannelDependencies) {
  return async (notification: Notification, message: ReceivedMessage): Promise<void> => {
    const { id, tenant, type } = notification;
    const outcome = await events.accept(acceptedEvent(notification, message.body, dependencies.clock.now()));
    dependencies.log.info('delivery', { channel: 'audit', notificationId: id, tenant, type, outcome });
    if (outcome !== 'conflict') return;
    await refuse(message, { id: message.id, tenant, faults: [conflict(id)] }, dependencies);
  };
}

const conflict = (id: string): Fault => ({
  code: 'notification.id.conflict',
  path: '/id',
  message: `id ${id} was accepted before with other content, expected a new ULID for another notification`,
});
