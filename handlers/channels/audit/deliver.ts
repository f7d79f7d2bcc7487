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
 * Records the notification exactly as it was received. Idempotent: the record is its own claim, and a second one changes
 * nothing. Also refuses names of channels that are not deployed: only this channel receives every notification.
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
 * Raises the event before the refusal: a crash between the two repeats the event and loses neither. The first conflict of an
 * id is noted under that id, where its producer looks; a conflict with another tenant's record under the message's id.
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
  // A stored record that cannot be read (pointer '') may belong to another tenant.
  const isOwn = !differences.some((pointer) => pointer === '' || pointer === '/tenant');
  const noted = isOwn ? { id, target: CONFLICT_TARGET } : { id: message.id };
  await refuse(message, { ...noted, tenant, faults: [conflict(id, differences)] }, dependencies);
}

/** Top-level attributes only: member names of the producer's data may be personal data. */
const attributesOf = (differences: readonly string[]): readonly string[] => [
  ...new Set(differences.map((pointer) => pointer.split('/')[1] ?? '')),
];

const conflict = (id: string, differences: readonly string[]): Fault => ({
  code: 'notification.id.conflict',
  path: '/id',
  message: `id ${id} was accepted before with other content at ${differences.slice(0, MAX_DIFFERENCES).join(', ')}, expected a new ULID for another notification`,
});

/** Bounded because the note must fit into its item. */
const MAX_DIFFERENCES = 10;
