import { CodedError } from '../../../shared/domain/coded-error';
import type { TenantOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import type { Terminal } from '../terminal';
import { endpointRegistry } from './endpoint-registry';

/** @throws CodedError `cli.unknown_endpoint`; as connecting to the stack and writing to its table do */
export async function removeEndpoint(id: string, options: TenantOptions, terminal: Terminal): Promise<void> {
  const { tenant, json } = options;
  const registry = endpointRegistry(await connectStack(options.outputs, terminal));
  if (!(await registry.remove(tenant, id))) throw unknownEndpoint(id, tenant);
  terminal.print(json ? JSON.stringify({ id, tenant, removed: true }) : `removed ${id} of tenant ${tenant}`);
}

const unknownEndpoint = (id: string, tenant: string): CodedError =>
  new CodedError(
    'cli.unknown_endpoint',
    `tenant '${tenant}' has no endpoint '${id}'`,
    'take an id that `npx carillon endpoints list --tenant <tenant>` shows',
  );
