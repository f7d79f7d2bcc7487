import type { AddressDigest } from '../../domain/audit-chain/address-digest';
import type { Delivery } from '../../domain/delivery/claim';
import { matches } from '../../domain/filter-policy/matches';
import type { Fault } from '../../domain/kit/errors/coded-error';
import { distinctCodes } from '../../domain/kit/errors/distinct-codes';
import type { ChannelManifest } from '../../domain/manifest/channel';
import { isExpired } from '../../domain/notification/expiry';
import { readRecord, readSealedRecord } from '../../domain/notification/read-record';
import { wantsType } from '../../domain/webhook/endpoint-types';
import { passesRecorded } from '../../domain/webhook/filter-history';
import { isHeldFor, mayHaveMissed } from '../../domain/webhook/missed-while-disabled';
import type { AuditReader, AuditRecord } from '../../ports/audit-chain';
import type { QueueMessage } from '../../ports/channel-queue';
import type { Endpoint } from '../../ports/endpoints';
import type { LedgerReader } from '../../ports/ledger';
import { onlyFor } from '../../runtime/message/for-targets';
import { recordedMessage } from '../../runtime/message/recorded-message';
import { redriven } from '../../runtime/message/redriven';
import { isOpen } from './is-open';
import { recordedSince } from './recorded-since';

export interface MissedPorts {
  readonly records: Pick<AuditReader, 'head' | 'links' | 'linksAt' | 'records' | 'acceptedSince'>;
  readonly deliveries: Pick<LedgerReader, 'deliveries'>;
  /** HMAC with the key that seals records. */
  readonly digest: AddressDigest;
  /** The channel that delivers to endpoints: webhook. */
  readonly channel: Pick<ChannelManifest, 'name' | 'filterPolicy'>;
}

/** A notification that an endpoint did not get. */
export interface Missed {
  readonly record: AuditRecord;
  /**
   * The delivery's state in the ledger. Without an item there: `held` if the endpoint was disabled; `not_begun` if it did not
   * exist or did not want it by its types or its filter at acceptance, or if the fan-out is still to come.
   */
  readonly state: Delivery['state'] | 'not_begun';
  /** The message that requests a delivery to this endpoint alone. Undefined if the record does not match its seal. */
  readonly message?: QueueMessage;
  /** Codes of the faults of such a record, separated by commas. */
  readonly faults?: string;
}

/** Which missed notifications to look for. */
export interface MissedSince {
  /** RFC 3339, UTC: the earliest acceptance. */
  readonly since: string;
  /**
   * Includes deliveries that failed, were rejected or were left claimed, and notifications that the endpoint
   * wants by its types and its filter only since later.
   *
   * @default false: held deliveries only, and those that never began because the endpoint was disabled
   */
  readonly everything?: boolean;
}

/**
 * The notifications that an endpoint missed, a page at a time, in the order of acceptance.
 *
 * @param unlisted as for `recordedSince`
 */
export async function* missedBy(
  endpoint: Endpoint,
  { since, everything = false }: MissedSince,
  now: Date,
  { records, deliveries, digest, channel }: MissedPorts,
  unlisted?: Set<string>,
): AsyncIterable<readonly Missed[]> {
  const { tenant, id: target, types, filter } = endpoint;
  for await (const page of recordedSince(tenant, since, now, records, unlisted)) {
    const wanted = page.filter((record) => wantsType(types, record.type) && passesRecorded(filter, record));
    const keys = wanted.map(({ id }) => ({ tenant, notificationId: id, channel: channel.name, target }));
    const known = new Map((await deliveries.deliveries(keys)).map((one) => [one.notificationId, one]));
    const missed = wanted.filter((record) => isMissed(record, known.get(record.id), endpoint, { everything, now }));
    const found = missed.flatMap((record) =>
      missedOf(record, known.get(record.id)?.state ?? stateWithoutItem(record, endpoint), target, {
        now,
        digest,
        channel,
      }),
    );
    if (found.length > 0) yield found;
  }
}

/** The ledger has no item of a held delivery, so only the time of acceptance tells it from one that has not begun. */
const stateWithoutItem = (record: AuditRecord, endpoint: Endpoint): 'held' | 'not_begun' =>
  isHeldFor(endpoint, record) ? 'held' : 'not_begun';

/** Without an item in the ledger, a notification was missed if the endpoint was disabled, or if `everything` is asked for. */
function isMissed(
  record: AuditRecord,
  delivery: Delivery | undefined,
  endpoint: Endpoint,
  { everything, now }: { readonly everything: boolean; readonly now: Date },
): boolean {
  if (delivery === undefined) return everything || mayHaveMissed(endpoint, record);
  return delivery.tenant === endpoint.tenant && (delivery.state === 'held' || (everything && isOpen(delivery, now)));
}

/**
 * Empty if the notification has expired, or does not match the channel's filter policy. Records of earlier versions have no
 * seal and most are not for webhooks, so both are checked without one too. A wrong seal is always reported.
 */
function missedOf(
  record: AuditRecord,
  state: Missed['state'],
  target: string,
  { now, digest, channel }: Pick<MissedPorts, 'digest' | 'channel'> & { readonly now: Date },
): Missed[] {
  const sealed = readSealedRecord(record, digest);
  const read = record.seal === undefined ? readRecord(record) : sealed;
  if (!read.ok) return [unsendable(record, state, read.faults)];
  const message = recordedMessage(record, read.notification);
  const isOver = isExpired(read.notification, now);
  if (isOver || !matches(channel.filterPolicy, message.attributes, 'MessageAttributes')) return [];
  if (!sealed.ok) return [unsendable(record, state, sealed.faults)];
  return [{ record, state, message: onlyFor(redriven(message, 'replayed'), target) }];
}

const unsendable = (record: AuditRecord, state: Missed['state'], faults: readonly Fault[]): Missed => ({
  record,
  state,
  faults: distinctCodes(faults).join(', '),
});
