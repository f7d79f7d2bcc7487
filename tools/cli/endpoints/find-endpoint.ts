import { CodedError } from '../../../shared/domain/coded-error';
import type { Endpoint, EndpointRegistry } from '../../../shared/ports/endpoints';

/** @throws CodedError `cli.unknown_endpoint` */
export async function findEndpoint(
  tenant: string,
  id: string,
  registry: Pick<EndpointRegistry, 'find' | 'version'>,
): Promise<Endpoint> {
  const endpoint = await registry.find(tenant, id);
  if (endpoint === undefined) throw await unknownEndpoint(id, tenant, registry);
  return endpoint;
}

/** The tenant is named first where it is the tenant that is unknown. */
export async function unknownEndpoint(
  id: string,
  tenant: string,
  registry: Pick<EndpointRegistry, 'version'>,
): Promise<CodedError> {
  const isFirst = (await registry.version(tenant)) === 0;
  return new CodedError(
    'cli.unknown_endpoint',
    isFirst
      ? `tenant '${tenant}' never had an endpoint, and none '${id}'`
      : `tenant '${tenant}' has no endpoint '${id}'`,
    isFirst
      ? 'check the name of the tenant, then the id'
      : 'take an id that `npx carillon endpoints list --tenant <tenant>` shows',
  );
}
