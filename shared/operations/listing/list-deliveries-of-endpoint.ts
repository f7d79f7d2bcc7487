import { DELIVERY_STATES, type DeliveryState } from '../../domain/delivery/claim';
import { writeCursor } from '../../domain/listing/cursor';
import { ENDPOINT_ID } from '../../domain/webhook/endpoint-id';
import type { Clock } from '../../ports/clock';
import type { ListedRow, ListingReader } from '../../ports/listing';
import { positionOfCursor } from './list-cursor';
import { rangeOf } from './list-notifications';
import { type ListFilter, malformed, type Paging, unless, validFilter } from './list-request';
import { readPage } from './read-page';

export interface ListDeliveriesRequest extends Omit<ListFilter, 'state' | 'channel'>, Paging {
  /** Id of the endpoint. */
  readonly endpoint: string;
  /** Any state of a delivery but `claimed`, which is not listed. @default all */
  readonly state?: string | undefined;
}

export interface ListDeliveriesPorts {
  readonly listing: ListingReader;
  readonly clock: Clock;
}

export interface EndpointDelivery {
  readonly id: string;
  readonly type: string;
  /** RFC 3339, UTC: of the notification. */
  readonly acceptedAt: string;
  /** Some seconds old. */
  readonly state: DeliveryState;
}

export interface DeliveriesPage {
  /** Newest acceptance first. May be fewer than `limit`, even none, though there are more: only `next` tells. */
  readonly deliveries: readonly EndpointDelivery[];
  /** Cursor of the next page; absent after the last one. */
  readonly next?: string;
}

/**
 * One page of an endpoint's deliveries, delivered ones included. A delivery is listed after its first attempt. Reads at most
 * twice the page.
 *
 * @throws CodedError `list.request_malformed`, `list.cursor_malformed`, `list.cursor_foreign`; errors of the ports
 */
export async function listDeliveriesOfEndpoint(
  { cursor, endpoint, state, ...request }: ListDeliveriesRequest,
  { listing, clock }: ListDeliveriesPorts,
): Promise<DeliveriesPage> {
  const { limit, ...filter } = validFilter(request);
  const faults = [
    ...unless(ENDPOINT_ID.test(endpoint), 'endpoint', endpoint, 'the id of an endpoint'),
    ...ofState(state),
  ];
  if (faults.length > 0) throw malformed(faults);
  const list = { ...filter, endpoint, ...(state !== undefined && { state }) };
  const range = rangeOf(filter, positionOfCursor(cursor, list));
  const accepts = (row: ListedRow) =>
    (state === undefined || row.state === state) && (filter.type === undefined || row.type === filter.type);
  const page = { list: { tenant: filter.tenant, endpoint }, range, limit, accepts, now: clock.now() };
  const { rows, next } = await readPage(page, listing);
  return { deliveries: rows.map(toDelivery), ...(next !== undefined && { next: writeCursor(next, list) }) };
}

const ofState = (state: string | undefined) =>
  unless(
    state === undefined || (DELIVERY_STATES as readonly string[]).includes(state),
    'state',
    state,
    `one of ${DELIVERY_STATES.join(', ')}`,
  );

const toDelivery = ({ id, type, acceptedAt, state = 'retrying' }: ListedRow): EndpointDelivery => ({
  id,
  type,
  acceptedAt,
  state,
});
