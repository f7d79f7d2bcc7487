import type { EndpointRegistry } from '../../ports/endpoints';
import { findEndpoint } from './find-endpoint';
import { type VisibleEndpoint, visible } from './visible-endpoint';

export interface GetEndpointRequest {
  readonly tenant: string;
  readonly id: string;
}

export interface GetEndpointPorts {
  readonly registry: Pick<EndpointRegistry, 'find' | 'version'>;
}

/** @throws CodedError `cli.unknown_endpoint` */
export const getEndpoint = async (
  { tenant, id }: GetEndpointRequest,
  { registry }: GetEndpointPorts,
): Promise<VisibleEndpoint> => visible(await findEndpoint(tenant, id, registry));
