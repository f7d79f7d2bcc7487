import { CONFLICT_TARGET } from '../../../shared/domain/delivery/claim';
import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import type { Notification } from '../../../shared/domain/notification/notification';
import { channelFaults } from '../../../shared/domain/notification/parse-notification';
import { acceptedEvent, type EventLedger } from '../../../shared/ports/ledger';
import type { ChannelDependencies } from '../../../shared/runtime/channel-dependencies';
import type { ReceivedMessage } from '../../../shared/runtime/message/received-message';
import { refuse } from '../../../shared/runtime/refuse';

export interface AuditDependencies extends ChannelDependencies {
  readonly recorder: EventLedger;
}

/**
 * Records the notification exactly as it was received. The record is its own claim: a second one changes nothing. Where it
 * names a channel that is not deployed, each of the others delivers, and only this one, which sees everything, can tell.
 */
export const recordNotification =
  (dependencies: AuditDependencies) =>
  async (notification: Notification, message: ReceivedMessage): Promise<void> => {
    const { id, tenant, type } = notification;
    const { recorder, clock, log } = dependencies;
    const answer = await recorder.accept(acceptedEvent(notification, message.body, clock.now()));
    log.info('delivery', { channel: 'audit', notificationId: id, tenant, type, outcome: answer.kind });
    if (answer.kind === 'conflict') return refuseConflict(notification, message, answer.differences, dependencies);
    const faults = channelFaults(notification.channels, dependencies.channels);
    if (faults.length > 0) await refuse(message, { id, tenant, faults }, dependencies);
  };

/**
 * Raised before it is refused: a crash between the two raises it again, and loses neither. Noted under the id that it came
 * with, where its producer looks, of several conflicts the first; another tenant's under the id of its message.
 */
async function refuseConflict(
  { id, tenant }: Notification,
  message: ReceivedMessage,
  differences: readonly string[],
  dependencies: AuditDependencies,
): Promise<void> {
  const { events, clock } = dependencies;
  const data = { channel: 'audit', differs: attributesOf(differences).join(' ') };
  const time = clock.now().toISOString();
  await events.raise({ type: 'notification.conflict', tenant, subject: id, cause: message.id, time, data });
  // Of a record that cannot be read, nobody can say whose it is.
  const isOwn = !differences.some((pointer) => pointer === '' || pointer === '/tenant');
  const noted = isOwn ? { id, target: CONFLICT_TARGET } : { id: message.id };
  await refuse(message, { ...noted, tenant, faults: [conflict(id, differences)] }, dependencies);
}

/** Of the attributes alone: what a producer calls the members of its data may be personal. */
const attributesOf = (differences: readonly string[]): readonly string[] => [
  ...new Set(differences.map((pointer) => pointer.split('/')[1] ?? '')),
];

const conflict = (id: string, differences: readonly string[]): Fault => ({
  code: 'notification.id.conflict',
  path: '/id',
  message: `id ${id} was accepted before with other content at ${differences.slice(0, MAX_DIFFERENCES).join(', ')}, expected a new ULID for another notification`,
});

/** More would not help anybody, and the note must fit into its item. */
const MAX_DIFFERENCES = 10;
