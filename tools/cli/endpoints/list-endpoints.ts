import type { Endpoint } from '../../../shared/ports/endpoints';
import type { TenantOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { endpointRegistry } from './endpoint-registry';
import { stateText, visible } from './show-endpoint';

/** @throws CodedError as connecting to the stack and reading its table do */
export async function listEndpoints(options: TenantOptions, terminal: Terminal): Promise<void> {
  const registry = endpointRegistry(await connectStack(options.outputs, terminal));
  const endpoints = [...(await registry.load(options.tenant)).endpoints.values()];
  const text = options.json ? endpoints.map(toJson).join('\n') : formatEndpoints(endpoints, options.tenant);
  if (text !== '') terminal.print(text);
}

const toJson = (endpoint: Endpoint): string => JSON.stringify(visible(endpoint));

export function formatEndpoints(endpoints: readonly Endpoint[], tenant: string): string {
  if (endpoints.length === 0) return `tenant ${tenant} has no endpoints; npx carillon endpoints add --help`;
  const rows = endpoints.map(({ id, state, types, ratePerSecond, url, createdAt }) => [
    ...[id, stateText(state), types.join(','), ratePerSecond === undefined ? '' : `${ratePerSecond}/s`, url, createdAt],
  ]);
  return table([['ID', 'STATE', 'TYPES', 'RATE', 'URL', 'CREATED'], ...rows]);
}
