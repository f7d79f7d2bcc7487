import type { Endpoint } from '../../../shared/ports/directory';
import type { TenantOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { endpointRegistry } from './endpoint-registry';

/** @throws CodedError as connecting to the stack and reading its table do */
export async function listEndpoints(options: TenantOptions, terminal: Terminal): Promise<void> {
  const registry = endpointRegistry(await connectStack(options.outputs, terminal));
  const endpoints = await registry.list(options.tenant);
  const text = options.json ? endpoints.map(toJson).join('\n') : formatEndpoints(endpoints, options.tenant);
  if (text !== '') terminal.print(text);
}

const toJson = (endpoint: Endpoint): string => JSON.stringify(withoutSecrets(endpoint));

/** What anybody who operates the stack may see of an endpoint. */
export const withoutSecrets = ({ secrets, ...endpoint }: Endpoint): Omit<Endpoint, 'secrets'> => endpoint;

export function formatEndpoints(endpoints: readonly Endpoint[], tenant: string): string {
  if (endpoints.length === 0) return `tenant ${tenant} has no endpoints; npx carillon endpoints add --help`;
  const rows = endpoints.map(({ id, enabled, types, url, createdAt }) => [
    ...[id, enabled ? 'enabled' : 'disabled', types.join(','), url, createdAt],
  ]);
  return table([['ID', 'STATE', 'TYPES', 'URL', 'CREATED'], ...rows]);
}
