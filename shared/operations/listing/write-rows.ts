import { isDone } from '../../domain/delivery/claim';
import { groupBy } from '../../domain/kit/chunks/group-by';
import {
  type DeliveryRow,
  deliveryRowKey,
  isEndpoint,
  latestRows,
  type NotificationRow,
} from '../../domain/listing/listing-row';
import type { AcceptedSummary, ChangedDelivery, ChangedItem, ListingDetails, ListingWriter } from '../../ports/listing';
import type { Logger } from '../../ports/logger';

export interface WritePorts {
  readonly listing: ListingWriter;
  readonly details: Pick<ListingDetails, 'acceptedOf'>;
  readonly log: Logger;
}

/** Rows and deliveries to list; also what is left of them, and what a message of the function's queue holds. */
export interface ToList {
  readonly notifications: readonly NotificationRow[];
  readonly rows: readonly DeliveryRow[];
  /** Deliveries whose notification is not known yet. */
  readonly deliveries: readonly ChangedDelivery[];
}

export const listOf = (items: readonly ChangedItem[]): ToList => ({
  notifications: items.flatMap((item) => (item.kind === 'accepted' ? [item.row] : [])),
  rows: [],
  deliveries: items.flatMap((item) => (item.kind === 'delivery' ? [item.delivery] : [])),
});

export interface WriteOptions {
  /** Lists a delivery even if no notification of its id was accepted, at the time of its own record. */
  readonly withoutRecord: boolean;
}

/**
 * Writes the rows of accepted notifications and of deliveries, each at the acceptance of its notification: from the same
 * batch, which has most of them, or from the ledger.
 *
 * @returns what could not be written, or not placed: the record of a notification may come after its deliveries, because
 *   channels work in parallel
 */
export async function writeRows(changes: ToList, { withoutRecord }: WriteOptions, ports: WritePorts): Promise<ToList> {
  const { placed, unplaced } = await place(changes, withoutRecord, ports);
  const latest = latestRows([...changes.rows, ...placed]);
  const rows = await withoutUnlisted(latest, ports.listing);
  const notifications = [...new Map(changes.notifications.map((row) => [row.id, row])).values()];
  const left = await ports.listing.put({ notifications, deliveries: rows });
  if (left.reason !== undefined)
    ports.log.error('rows_not_written', {
      notifications: left.notifications.length,
      deliveries: left.deliveries.length,
      error: left.reason,
    });
  return { notifications: left.notifications, rows: left.deliveries, deliveries: unplaced };
}

async function place({ notifications, deliveries }: ToList, withoutRecord: boolean, { details }: WritePorts) {
  const accepted = new Map<string, AcceptedSummary>(notifications.map((row) => [row.id, row]));
  const missing = deliveries.filter(({ id, target }) => target !== '' && !accepted.has(id)).map(({ id }) => id);
  for (const one of missing.length > 0 ? await details.acceptedOf(missing) : []) accepted.set(one.id, one);
  const placed: DeliveryRow[] = [];
  const unplaced: ChangedDelivery[] = [];
  for (const delivery of deliveries) {
    const record = accepted.get(delivery.id);
    // A note without target has no record: its message was refused.
    if (record === undefined && delivery.target !== '' && !withoutRecord) unplaced.push(delivery);
    else placed.push(rowOf(delivery, record));
  }
  return { placed, unplaced };
}

function rowOf({ at, ...delivery }: ChangedDelivery, record: AcceptedSummary | undefined): DeliveryRow {
  const { type, acceptedAt, expiresAt } = record ?? { type: '', acceptedAt: at, expiresAt: delivery.expiresAt };
  return { ...delivery, type, acceptedAt, expiresAt };
}

/**
 * Leaves out deliveries that succeeded and are in no list: all but those to endpoints, unless an earlier state is listed. A
 * read costs a fifth of a write, and most mails are delivered at once.
 */
async function withoutUnlisted(rows: readonly DeliveryRow[], listing: ListingWriter): Promise<readonly DeliveryRow[]> {
  const isQuiet = ({ state, target }: DeliveryRow) => (isDone(state) || state === 'delayed') && !isEndpoint(target);
  const groups = groupBy(rows, (row) => (isQuiet(row) ? 'quiet' : 'listed'));
  const quiet = groups.get('quiet') ?? [];
  const known = new Set((quiet.length > 0 ? await listing.known(quiet) : []).map(deliveryRowKey));
  return rows.filter((row) => !isQuiet(row) || known.has(deliveryRowKey(row)));
}
