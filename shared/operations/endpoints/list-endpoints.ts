import type { Circuit, EndpointRegistry } from '../../ports/endpoints';
import { type Paging, validLimit } from '../listing/list-request';
import { endpointsPage } from './endpoints-page';
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
  const paging = { cursor, limit: validLimit(asked) };
  const { endpoints, ...page } = await endpointsPage({ list: 'endpoints', tenant }, paging, ports.registry);
  if (endpoints.length === 0) await refuseUnknownTenant(tenant, ports);
  return {
    endpoints: endpoints.map(({ endpoint, circuit }) => ({ endpoint: visible(endpoint), ...(circuit && { circuit }) })),
    ...page,
  };
}
