import type { EndpointRegistry } from '../../ports/endpoints';
import { unknownEndpoint } from './find-endpoint';

export interface RemoveEndpointRequest {
  readonly tenant: string;
  readonly id: string;
}

export interface RemoveEndpointPorts {
  readonly registry: Pick<EndpointRegistry, 'remove' | 'version'>;
}

/** @throws CodedError `cli.unknown_endpoint` */
export async function removeEndpoint(
  { tenant, id }: RemoveEndpointRequest,
  { registry }: RemoveEndpointPorts,
): Promise<void> {
  if (!(await registry.remove(tenant, id))) throw await unknownEndpoint(id, tenant, registry);
}
