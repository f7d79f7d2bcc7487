import { CodedError } from '../../../shared/domain/coded-error';
import type { Endpoint, EndpointRegistry } from '../../../shared/ports/endpoints';

/** @throws CodedError `cli.unknown_endpoint` */
export async function findEndpoint(
  tenant: string,
  id: string,
  registry: Pick<EndpointRegistry, 'find'>,
): Promise<Endpoint> {
  const endpoint = await registry.find(tenant, id);
  if (endpoint === undefined) throw unknownEndpoint(id, tenant);
  return endpoint;
}

export const unknownEndpoint = (id: string, tenant: string): CodedError =>
  new CodedError(
    'cli.unknown_endpoint',
    `tenant '${tenant}' has no endpoint '${id}'`,
    'take an id that `npx carillon endpoints list --tenant <tenant>` shows',
  );
