import type { Endpoint } from '../../../shared/ports/endpoints';
import type { TenantOptions } from '../options';
import { table } from '../table';
import type { Desk } from './desk';
import { stateText, visible } from './show-endpoint';

export async function listEndpoints(
  options: TenantOptions,
  { registry, terminal }: Pick<Desk, 'registry' | 'terminal'>,
): Promise<void> {
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
