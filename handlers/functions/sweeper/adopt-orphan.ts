import type { Delivery } from '../../../shared/domain/delivery/claim';
import { ORPHAN_ADOPTED, ORPHAN_UNRECOVERABLE } from '../../../shared/domain/delivery/orphan';
import { contentDigest } from '../../../shared/domain/notification/content-digest';
import { readRecord } from '../../../shared/domain/notification/read-record';
import type { AuditReader } from '../../../shared/ports/audit-chain';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import type { Clock } from '../../../shared/ports/clock';
import type { AcceptedEvent } from '../../../shared/ports/ledger';
import type { Logger } from '../../../shared/ports/logger';
import type { OpenDeliveries } from '../../../shared/ports/open-deliveries';
import { loggedCodes } from '../../../shared/runtime/logged-codes';
import { onlyFor } from '../../../shared/runtime/message/for-targets';
import { type SealKeys, sealMessage } from '../../../shared/runtime/message/message-seal';
import { recordedMessage } from '../../../shared/runtime/message/recorded-message';
import { targetDigest } from '../../../shared/runtime/message/target-digest';

export interface AdoptDependencies {
  readonly deliveries: OpenDeliveries;
  /** Accepted notifications. */
  readonly records: Pick<AuditReader, 'records'>;
  /** For sealing the parked message. */
  readonly keys: SealKeys;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Rebuilds the message of an orphan from the notification that was accepted under its id, and parks it, due now: from then
 * on the sweep sends it until the delivery is final. An orphan whose message cannot be rebuilt is not changed: its
 * notification may still be accepted later, or redriven.
 */
export async function adoptOrphan(orphan: Delivery, dependencies: AdoptDependencies): Promise<void> {
  const { deliveries, records, keys, clock, log } = dependencies;
  const [record] = await records.records([orphan.notificationId]);
  const remade = remakeMessage(orphan, record);
  if ('reason' in remade) return log.error(ORPHAN_UNRECOVERABLE, { ...about(orphan), reason: remade.reason });
  const message = await sealMessage(remade, { channel: orphan.channel, keys });
  const adopted = await deliveries.adopt(orphan, { dueAt: clock.now().toISOString(), message });
  if (adopted) log.error(ORPHAN_ADOPTED, about(orphan));
}

/** A message for the delivery's target only; or the reason why the record does not belong to the delivery. */
function remakeMessage(
  { target, tenant, digest }: Delivery,
  record: AcceptedEvent | undefined,
): QueueMessage | { readonly reason: string } {
  if (target === '') return { reason: 'it has no target that a message could name' };
  if (record === undefined) return { reason: 'nothing was accepted under its id' };
  if (record.tenant !== tenant) return { reason: 'its id was accepted for another tenant' };
  const read = readRecord(record);
  if (!read.ok) return { reason: `the record is malformed: ${loggedCodes(read.faults)}` };
  const isOther = digest !== undefined && digest !== contentDigest(read.notification);
  if (isOther) return { reason: 'other content was accepted under its id' };
  return onlyFor(recordedMessage(record, read.notification), target);
}

const about = ({ notificationId, channel, tenant, target, state, attempted }: Delivery) => ({
  notificationId,
  channel,
  tenant,
  state,
  attempted,
  target: targetDigest(target),
});
