import { circuitDocument } from '../../domain/delivery/circuit-document';
import { semaphore } from '../../domain/kit/concurrency/semaphore';
import type { Circuit, Endpoint, EndpointRegistry } from '../../ports/endpoints';
import type { ListedRow, ListingReader } from '../../ports/listing';
import { endpointsPage } from '../endpoints/endpoints-page';
import { type Paging, validFilter } from './list-request';

export interface EndpointsHealthRequest extends Paging {
  readonly tenant: string;
}

export interface EndpointsHealthPorts {
  readonly registry: Pick<EndpointRegistry, 'page'>;
  readonly listing: ListingReader;
}

export interface EndpointHealth {
  readonly endpoint: string;
  readonly url: string;
  readonly enabled: boolean;
  /** RFC 3339, UTC: since when it is disabled, and why. Absent if it is enabled. */
  readonly disabledSince?: string;
  readonly disabledReason?: string;
  /** The circuit of a failing endpoint. */
  readonly circuit?: Omit<Circuit, 'endpoint'>;
  /** Number of its latest deliveries, at most 50, that the next members count. */
  readonly deliveries: number;
  /** Share of them that was delivered, 0 to 1; absent without any. One that is retried counts as not delivered. */
  readonly successRate?: number;
  /** RFC 3339, UTC: acceptance of the latest one that was not delivered. */
  readonly lastFailure?: string;
}

export interface HealthPage {
  /** In the order of their ids. */
  readonly endpoints: readonly EndpointHealth[];
  /** Cursor of the next page; absent after the last one. */
  readonly next?: string;
}

const RECENT = 50;
const MAX_CONCURRENT_READS = 16;

/**
 * One page of the tenant's endpoints and how their latest deliveries went. Reads what it returns, and makes one query of the
 * listing for each endpoint of the page.
 *
 * @throws CodedError `list.request_malformed`, `list.cursor_malformed`, `list.cursor_foreign`; errors of the ports
 */
export async function endpointsHealth(
  { cursor, ...request }: EndpointsHealthRequest,
  { registry, listing }: EndpointsHealthPorts,
): Promise<HealthPage> {
  const { tenant, limit } = validFilter(request);
  const { endpoints, ...page } = await endpointsPage({ list: 'health', tenant }, { cursor, limit }, registry);
  const { run } = semaphore(MAX_CONCURRENT_READS);
  const recent = (endpoint: string) => run(() => listing.rows({ tenant, endpoint }, { limit: RECENT }));
  const health = endpoints.map(async ({ endpoint, circuit }) => healthOf(endpoint, circuit, await recent(endpoint.id)));
  return { endpoints: await Promise.all(health), ...page };
}

function healthOf(
  { id, url, state }: Endpoint,
  circuit: Circuit | undefined,
  rows: readonly ListedRow[],
): EndpointHealth {
  const failure = rows.find((row) => row.state !== 'delivered');
  const delivered = rows.filter((row) => row.state === 'delivered').length;
  const known = circuitDocument(circuit);
  return {
    endpoint: id,
    url,
    enabled: state.enabled,
    ...(!state.enabled && { disabledSince: state.since }),
    ...(!state.enabled && state.reason !== undefined && { disabledReason: state.reason }),
    ...(known && { circuit: known }),
    deliveries: rows.length,
    ...(rows.length > 0 && { successRate: delivered / rows.length }),
    ...(failure && { lastFailure: failure.acceptedAt }),
  };
}
