import {
  type DeliveryRow,
  deliveryRowKey,
  isListedState,
  type NotificationRow,
  positionOf,
} from '../domain/listing/listing-row';
import type { ListedRow, ListingReader, ListingWriter, ListName } from '../ports/listing';

/** In-memory listing, exposed so that a test can compare it with a model. */
export interface MemoryListing extends ListingReader, ListingWriter {
  readonly notifications: Map<string, NotificationRow>;
  readonly deliveries: Map<string, DeliveryRow>;
}

export function memoryListing(): MemoryListing {
  const notifications = new Map<string, NotificationRow>();
  const deliveries = new Map<string, DeliveryRow>();
  return {
    notifications,
    deliveries,
    put: async (rows) => {
      for (const row of rows.notifications) notifications.set(`${row.tenant} ${positionOf(row)}`, row);
      for (const row of rows.deliveries) {
        const known = deliveries.get(keyOf(row));
        if (known === undefined || known.version < row.version) deliveries.set(keyOf(row), row);
      }
      return { notifications: [], deliveries: [] };
    },
    known: async (rows) => rows.filter((row) => deliveries.has(keyOf(row))),
    rows: async (list, { before = '~', since = '', limit }) => {
      const rows = rowsOf(list).toSorted((left, right) => (placeOf(left) < placeOf(right) ? 1 : -1));
      return rows.filter((row) => placeOf(row) <= before && placeOf(row) >= since).slice(0, limit);
    },
  };

  function rowsOf(list: ListName): ListedRow[] {
    const own = <Row extends { readonly tenant: string }>(rows: Map<string, Row>) =>
      [...rows.values()].filter(({ tenant }) => tenant === list.tenant);
    if ('endpoint' in list)
      return own(deliveries)
        .filter(({ target }) => target === list.endpoint)
        .map(unversioned);
    if ('state' in list)
      return own(deliveries)
        .filter(({ state }) => isListedState(state) && state === list.state)
        .map(unversioned);
    return own(notifications).filter(({ type }) => !('type' in list) || type === list.type);
  }
}

const placeOf = (row: ListedRow): string => [positionOf(row), row.channel ?? '', row.target ?? ''].join('#');

/** The table's key has the time of acceptance too. */
const keyOf = (row: DeliveryRow): string => `${positionOf(row)} ${deliveryRowKey(row)}`;

const unversioned = ({ version, ...row }: DeliveryRow): ListedRow => row;
