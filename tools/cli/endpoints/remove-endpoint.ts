import type { TenantOptions } from '../options';
import type { Desk } from './desk';
import { unknownEndpoint } from './find-endpoint';

/** @throws CodedError `cli.unknown_endpoint` */
export async function removeEndpoint(
  id: string,
  { tenant, json }: TenantOptions,
  { registry, terminal }: Pick<Desk, 'registry' | 'terminal'>,
): Promise<void> {
  if (!(await registry.remove(tenant, id))) throw await unknownEndpoint(id, tenant, registry);
  terminal.print(json ? JSON.stringify({ id, tenant, removed: true }) : `removed ${id} of tenant ${tenant}`);
}
