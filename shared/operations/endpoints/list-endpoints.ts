import type { Circuit, EndpointRegistry } from '../../ports/endpoints';
import { refuseUnknownTenant, type TenantPorts } from './refuse-unknown-tenant';
import { type VisibleEndpoint, visible } from './visible-endpoint';

export interface ListEndpointsRequest {
  readonly tenant: string;
}

export interface ListEndpointsPorts extends TenantPorts {
  readonly registry: Pick<EndpointRegistry, 'load' | 'version'>;
}

export interface ListedEndpoint {
  readonly endpoint: VisibleEndpoint;
  /** The circuit of a failing endpoint. */
  readonly circuit?: Circuit;
}

/**
 * The endpoints of a tenant in the order of their ids; empty for a known tenant without endpoints.
 *
 * @throws CodedError `cli.unknown_tenant`
 */
export async function listEndpoints(
  { tenant }: ListEndpointsRequest,
  ports: ListEndpointsPorts,
): Promise<readonly ListedEndpoint[]> {
  const { endpoints, circuits } = await ports.registry.load(tenant);
  if (endpoints.size === 0) await refuseUnknownTenant(tenant, ports);
  return [...endpoints.values()].map((endpoint) => {
    const circuit = circuits.get(endpoint.id);
    return { endpoint: visible(endpoint), ...(circuit && { circuit }) };
  });
}
