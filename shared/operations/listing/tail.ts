import { hasEntries } from '../../domain/audit-chain/link';
import { writeCursor } from '../../domain/listing/cursor';
import type { AuditReader } from '../../ports/audit-chain';
import type { AcceptedSummary, ListingDetails } from '../../ports/listing';
import { positionOfCursor } from './list-cursor';
import { type ListedNotification, listedNotification, MAX_DELIVERIES } from './list-notifications';
import { type Paging, validFilter } from './list-request';

export interface TailRequest extends Paging {
  readonly tenant: string;
  /** `position` of the call before. @default the present end: nothing is returned but the position */
  readonly cursor?: string | undefined;
}

export interface TailPorts {
  readonly chains: Pick<AuditReader, 'head' | 'links'>;
  readonly details: ListingDetails;
}

export interface Tail {
  /** In the order in which they were recorded: approximately that of acceptance. */
  readonly notifications: readonly ListedNotification[];
  /** Give it as `cursor` of the next call. */
  readonly position: string;
  /** There are more already. */
  readonly hasMore: boolean;
}

/**
 * The notifications of a tenant that were recorded since a position, for polling. Reads the tenant's audit chain, to which
 * every notification is appended once: unlike a list by time of acceptance, it has nothing that appears before the position
 * afterwards. A notification comes some seconds after its acceptance.
 *
 * @throws CodedError `list.request_malformed`, `list.cursor_malformed`, `list.cursor_foreign`; errors of the ports
 */
export async function tail({ cursor, ...request }: TailRequest, { chains, details }: TailPorts): Promise<Tail> {
  const { tenant, limit } = validFilter(request);
  const list = { list: 'tail', tenant };
  const since = positionOfCursor(cursor, list, POSITION);
  const from = since === undefined ? await endOf(tenant, chains) : readPosition(since);
  const { ids, end, hasMore } =
    since === undefined ? { ids: [], end: from, hasMore: false } : await idsSince(tenant, from, limit, chains);
  const accepted = new Map((await details.acceptedOf(ids)).map((one) => [one.id, one]));
  const own = ids.flatMap((id) => ofTenant(accepted.get(id), tenant));
  const deliveries = await details.deliveriesOf(
    tenant,
    own.map(({ id }) => id),
    MAX_DELIVERIES,
  );
  return {
    notifications: own.map((one, n) => listedNotification(one, deliveries[n] ?? { deliveries: [], hasMore: false })),
    position: writeCursor(`${end.seq}.${end.index}`, list),
    hasMore,
  };
}

/** A record that expired, or of a tampered link, is left out. */
const ofTenant = (record: AcceptedSummary | undefined, tenant: string): AcceptedSummary[] =>
  record?.tenant === tenant ? [record] : [];

/** After this many entries of a link, and all of the links before it. */
interface Place {
  readonly seq: number;
  readonly index: number;
}

const POSITION = /^\d{1,12}\.\d{1,6}$/;

function readPosition(position: string): Place {
  const [seq = 0, index = 0] = position.split('.').map(Number);
  return { seq, index };
}

/** Before the link that comes next. */
const endOf = async (tenant: string, chains: TailPorts['chains']): Promise<Place> => ({
  seq: ((await chains.head(tenant))?.seq ?? 0) + 1,
  index: 0,
});

async function idsSince(tenant: string, from: Place, limit: number, chains: TailPorts['chains']) {
  const ids = new Set<string>();
  let end = from;
  for await (const { seq, link } of chains.links(tenant, Math.max(0, from.seq - 1))) {
    const entries = hasEntries(link) ? link.entries : [];
    for (const [index, { id }] of entries.entries()) {
      if (seq === from.seq && index < from.index) continue;
      if (ids.size === limit) return { ids: [...ids], end, hasMore: true };
      ids.add(id);
      end = { seq, index: index + 1 };
    }
  }
  return { ids: [...ids], end, hasMore: false };
}
