import { CodedError } from '../../domain/kit/errors/coded-error';
import { ENDPOINT_ID } from '../../domain/webhook/endpoint-id';
import type { Endpoint, EndpointRegistry } from '../../ports/endpoints';

/** @throws CodedError `cli.unknown_endpoint` */
export async function findEndpoint(
  tenant: string,
  id: string,
  registry: Pick<EndpointRegistry, 'find' | 'version'>,
): Promise<Endpoint> {
  const endpoint = ENDPOINT_ID.test(id) ? await registry.find(tenant, id) : undefined;
  if (endpoint === undefined) throw await unknownEndpoint(id, tenant, registry);
  return endpoint;
}

/**
 * The error for an unknown endpoint. Names the tenant and not the id if the tenant never had one: it is likely mistyped.
 */
export async function unknownEndpoint(
  id: string,
  tenant: string,
  registry: Pick<EndpointRegistry, 'version'>,
): Promise<CodedError> {
  const isTenantKnown = (await registry.version(tenant)) > 0;
  const [message, fix] = isTenantKnown
    ? [`tenant '${tenant}' has no endpoint '${id}'`, 'take an id that the list of endpoints has']
    : [`tenant '${tenant}' never had an endpoint`, 'check the name of the tenant'];
  return new CodedError('cli.unknown_endpoint', message, fix);
}
