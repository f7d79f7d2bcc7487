import webhook from '../../../handlers/webhook/channel';
import { wantsType } from '../../../handlers/webhook/endpoint-types';
import type { Delivery } from '../../../shared/domain/delivery/claim';
import { matches } from '../../../shared/domain/filter-policy/matches';
import { isExpired } from '../../../shared/domain/notification/expiry';
import { readRecord } from '../../../shared/domain/notification/read-record';
import type { AuditReader, AuditRecord } from '../../../shared/ports/audit-chain';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { LedgerReader } from '../../../shared/ports/ledger';
import { onlyFor, redriven } from '../../../shared/runtime/message';
import { recordedMessage } from '../../../shared/runtime/recorded-message';
import { recordedSince } from '../../../shared/runtime/recorded-since';
import { isOpen } from './plan-replay';

export interface MissedPorts {
  readonly records: Pick<AuditReader, 'head' | 'links' | 'linksAt' | 'records' | 'acceptedSince'>;
  readonly deliveries: Pick<LedgerReader, 'deliveries'>;
}

/** A notification that an endpoint did not get. */
export interface Missed {
  readonly record: AuditRecord;
  /** `held` also where the ledger has nothing of it: the endpoint was disabled, or not there, when it came. */
  readonly state: Delivery['state'];
  /** Asks for the delivery to that endpoint alone. Undefined where the record is not what was accepted. */
  readonly message?: QueueMessage;
}

/** @see `isMissed` */
export interface MissedSince {
  /** RFC 3339, UTC, of acceptance. */
  readonly since: string;
  /** Also what failed, was rejected, or was left behind. @default what is held, or was never begun */
  readonly failed?: boolean;
}

/**
 * In the order of acceptance, a page at a time.
 *
 * @param unlisted as for `recordedSince`
 */
export async function* missedBy(
  endpoint: Endpoint,
  { since, failed = false }: MissedSince,
  now: Date,
  { records, deliveries }: MissedPorts,
  unlisted?: Set<string>,
): AsyncIterable<readonly Missed[]> {
  const { tenant, id: target, types } = endpoint;
  for await (const page of recordedSince(tenant, since, now, records, unlisted)) {
    const wanted = page.filter(({ type }) => wantsType(types, type));
    const keys = wanted.map(({ id }) => ({ tenant, notificationId: id, channel: webhook.name, target }));
    const known = new Map((await deliveries.deliveries(keys)).map((one) => [one.notificationId, one]));
    const missed = wanted.filter(({ id }) => isMissed(known.get(id), tenant, failed, now));
    const found = missed.flatMap((record) => missedOf(record, known.get(record.id)?.state ?? 'held', target, now));
    if (found.length > 0) yield found;
  }
}

/** What has not begun is held, too: nothing is written where an endpoint is disabled, or not there yet. */
function isMissed(delivery: Delivery | undefined, tenant: string, failed: boolean, now: Date): boolean {
  if (delivery === undefined) return true;
  return delivery.tenant === tenant && (delivery.state === 'held' || (failed && isOpen(delivery, now)));
}

/** Nothing where the topic does not hand it to the channel, or it has expired. */
function missedOf(record: AuditRecord, state: Delivery['state'], target: string, now: Date): Missed[] {
  const read = readRecord(record);
  if (!read.ok) return [{ record, state }];
  const message = recordedMessage(record, read.notification);
  const isOver = isExpired(read.notification, now);
  if (isOver || !matches(webhook.filterPolicy, message.attributes, 'MessageAttributes')) return [];
  return [{ record, state, message: onlyFor(redriven(message, 'replayed'), target) }];
}
