import type { AddressDigest } from '../../domain/audit-chain/address-digest';
import type { Delivery } from '../../domain/delivery/claim';
import { matches } from '../../domain/filter-policy/matches';
import type { Fault } from '../../domain/kit/errors/coded-error';
import { distinctCodes } from '../../domain/kit/errors/distinct-codes';
import type { ChannelManifest } from '../../domain/manifest/channel';
import { isExpired } from '../../domain/notification/expiry';
import { readRecord, readSealedRecord } from '../../domain/notification/read-record';
import { wantsType } from '../../domain/webhook/endpoint-types';
import { mayHaveMissed } from '../../domain/webhook/missed-while-disabled';
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
  /** By the key that seals of records are made with. */
  readonly digest: AddressDigest;
  /** The one that endpoints are delivered to by. */
  readonly channel: Pick<ChannelManifest, 'name' | 'filterPolicy'>;
}

/** A notification that an endpoint did not get. */
export interface Missed {
  readonly record: AuditRecord;
  /**
   * Where the ledger has nothing of it: `held` where the endpoint was disabled, `not_begun` where it was not there or did not
   * want the type, or where its turn has yet to come.
   */
  readonly state: Delivery['state'] | 'not_begun';
  /** Asks for the delivery to that endpoint alone. Undefined where the record is not what was accepted. */
  readonly message?: QueueMessage;
  /** Codes of what is wrong with such a record. */
  readonly faults?: string;
}

/** Which notifications an endpoint is said to have missed. */
export interface MissedSince {
  /** RFC 3339, UTC, of acceptance. */
  readonly since: string;
  /**
   * Also what failed, was rejected, or was left behind, and what the endpoint did not want yet when it was accepted.
   *
   * @default what is held, or was never begun because the endpoint was disabled
   */
  readonly everything?: boolean;
}

/**
 * In the order of acceptance, a page at a time.
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
  const { tenant, id: target, types } = endpoint;
  for await (const page of recordedSince(tenant, since, now, records, unlisted)) {
    const wanted = page.filter(({ type }) => wantsType(types, type));
    const keys = wanted.map(({ id }) => ({ tenant, notificationId: id, channel: channel.name, target }));
    const known = new Map((await deliveries.deliveries(keys)).map((one) => [one.notificationId, one]));
    const missed = wanted.filter((record) => isMissed(record, known.get(record.id), endpoint, { everything, now }));
    const found = missed.flatMap((record) =>
      missedOf(record, known.get(record.id)?.state ?? unbegunState(record, endpoint), target, { now, digest, channel }),
    );
    if (found.length > 0) yield found;
  }
}

/** Nothing is written where an endpoint is disabled: what came by then is held, what came later has its turn to come. */
const unbegunState = (record: AuditRecord, endpoint: Endpoint): 'held' | 'not_begun' => {
  const wasEnabled = endpoint.state.enabled && record.acceptedAt > endpoint.state.since;
  return mayHaveMissed(endpoint, record) && !wasEnabled ? 'held' : 'not_begun';
};

/** What has not begun is held, too: nothing is written where an endpoint is disabled, or not there yet. */
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
 * Nothing where the topic does not hand it to the channel, or it has expired. That is also asked of a record without a seal,
 * since those of earlier versions have none, and most are no webhook's. A seal that is there and wrong is always named.
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
