import { writeCursor } from '../../domain/listing/cursor';
import { isEndpoint } from '../../domain/listing/listing-row';
import type { Clock } from '../../ports/clock';
import type {
  DeliveriesOfNotification,
  DeliverySummary,
  ListedRow,
  ListingDetails,
  ListingReader,
} from '../../ports/listing';
import { positionOfCursor } from './list-cursor';
import { type ListFilter, type Paging, type ValidFilter, validFilter } from './list-request';
import { readPage } from './read-page';

export interface ListNotificationsRequest extends ListFilter, Paging {}

export interface ListPorts {
  readonly listing: ListingReader;
  readonly details: Pick<ListingDetails, 'deliveriesOf'>;
  readonly clock: Clock;
}

export interface ListedDelivery extends Omit<DeliverySummary, 'target'> {
  /** Id of the endpoint. Absent for other targets, whose addresses are personal data: `status` shows them. */
  readonly endpoint?: string;
}

export interface ListedNotification {
  readonly id: string;
  readonly tenant: string;
  /** Empty for a message that was refused before its type was known. */
  readonly type: string;
  /** RFC 3339, UTC. */
  readonly acceptedAt: string;
  /** At most 20, in the order of channel and target. Empty before the first attempt. */
  readonly deliveries: readonly ListedDelivery[];
  /** There are more deliveries. */
  readonly hasMoreDeliveries: boolean;
}

export interface NotificationsPage {
  /** Newest first. May be fewer than `limit`, even none, though there are more: only `next` tells. */
  readonly notifications: readonly ListedNotification[];
  /** Cursor of the next page; absent after the last one. */
  readonly next?: string;
}

export const MAX_DELIVERIES = 20;

/**
 * One page of a tenant's notifications, newest acceptance first. One query of at most `limit` + 1 rows, and a second one if
 * the filter left out rows of the first: never more than twice the page. Then one small read of the ledger for each
 * notification. A notification is listed some seconds after its acceptance.
 *
 * @throws CodedError `list.request_malformed`, `list.cursor_malformed`, `list.cursor_foreign`; errors of the ports
 */
export async function listNotifications(
  { cursor, ...request }: ListNotificationsRequest,
  { listing, details, clock }: ListPorts,
): Promise<NotificationsPage> {
  const { limit, ...filter } = validFilter(request);
  const before = positionOfCursor(cursor, filter);
  const { rows, next } = await readPage(
    { list: filter, range: rangeOf(filter, before), limit, accepts: (row) => isWanted(row, filter), now: clock.now() },
    listing,
  );
  const ids = rows.map(({ id }) => id);
  const known = await details.deliveriesOf(filter.tenant, ids, MAX_DELIVERIES);
  const listed = rows.map((row, n) => ({ row, of: known[n] ?? NONE })).filter((one) => isStill(one, filter));
  return {
    notifications: listed.map(({ row, of }) => listedNotification(row, of)),
    ...(next !== undefined && { next: writeCursor(next, filter) }),
  };
}

const NONE: DeliveriesOfNotification = { deliveries: [], hasMore: false };

export const rangeOf = ({ since, until }: ValidFilter, before: string | undefined) => ({
  ...(since !== undefined && { since }),
  ...(before !== undefined || until !== undefined ? { before: before ?? until ?? '' } : {}),
});

/** What the list itself does not select. */
export const isWanted = (row: ListedRow, { state, type, channel }: ValidFilter): boolean =>
  (state === undefined || type === undefined || row.type === type) &&
  (channel === undefined || (row.channel ?? row.channels ?? '').split(',').includes(channel));

/** The listing is some seconds late: leaves out a notification whose delivery has left the state by now. */
const isStill = (
  { row, of: { deliveries, hasMore } }: { readonly row: ListedRow; readonly of: DeliveriesOfNotification },
  { state }: ValidFilter,
): boolean =>
  state === undefined || hasMore || deliveries.some((one) => one.state === state && one.channel === row.channel);

export const listedNotification = (
  { id, tenant, type, acceptedAt }: Omit<ListedNotification, 'deliveries' | 'hasMoreDeliveries'>,
  { deliveries, hasMore }: DeliveriesOfNotification,
): ListedNotification => ({
  id,
  tenant,
  type,
  acceptedAt,
  deliveries: deliveries.map(listedDelivery),
  hasMoreDeliveries: hasMore,
});

const listedDelivery = ({ target, ...delivery }: DeliverySummary): ListedDelivery => ({
  ...delivery,
  ...(isEndpoint(target) && { endpoint: target }),
});
