import { writeCursor } from '../../domain/listing/cursor';
import type { Circuit, EndpointRegistry } from '../../ports/endpoints';
import { ENDPOINT_ID, positionOfCursor } from '../listing/list-cursor';
import { type Paging, validLimit } from '../listing/list-request';
import { refuseUnknownTenant, type TenantPorts } from './refuse-unknown-tenant';
import { type VisibleEndpoint, visible } from './visible-endpoint';

export interface ListEndpointsRequest extends Paging {
  readonly tenant: string;
}

export interface ListEndpointsPorts extends TenantPorts {
  readonly registry: Pick<EndpointRegistry, 'page' | 'version'>;
}

export interface ListedEndpoint {
  readonly endpoint: VisibleEndpoint;
  /** The circuit of a failing endpoint. */
  readonly circuit?: Circuit;
}

export interface EndpointsPage {
  /** In the order of their ids; empty for a known tenant without endpoints. */
  readonly endpoints: readonly ListedEndpoint[];
  /** Cursor of the next page; absent after the last one. */
  readonly next?: string;
}

/**
 * One page of the endpoints of a tenant. Reads what it returns.
 *
 * @throws CodedError `cli.unknown_tenant`, `list.request_malformed`, `list.cursor_malformed`, `list.cursor_foreign`
 */
export async function listEndpoints(
  { tenant, cursor, limit: asked }: ListEndpointsRequest,
  ports: ListEndpointsPorts,
): Promise<EndpointsPage> {
  const list = { list: 'endpoints', tenant };
  const range = { after: positionOfCursor(cursor, list, ENDPOINT_ID), limit: validLimit(asked) };
  const { endpoints, hasMore } = await ports.registry.page(tenant, range);
  if (endpoints.length === 0) await refuseUnknownTenant(tenant, ports);
  const last = hasMore ? endpoints.at(-1)?.endpoint.id : undefined;
  return {
    endpoints: endpoints.map(({ endpoint, circuit }) => ({ endpoint: visible(endpoint), ...(circuit && { circuit }) })),
    ...(last !== undefined && { next: writeCursor(last, list) }),
  };
}
