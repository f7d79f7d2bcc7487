import type { Circuit } from '../../../shared/domain/delivery/circuit';
import { circuitDocument } from '../../../shared/domain/delivery/circuit-document';
import type { Endpoint, EndpointSnapshot } from '../../../shared/ports/endpoints';
import type { TenantOptions } from '../options';
import { circuitText } from '../show-circuit';
import { table } from '../table';
import { refuseUnknownTenant } from '../tenants/unknown-tenant';
import type { Desk } from './desk';
import { stateText, visible } from './show-endpoint';

export type Listed = Pick<EndpointSnapshot, 'endpoints' | 'circuits'>;

/** @throws CodedError `cli.unknown_tenant`; as reading the tables does */
export async function listEndpoints(
  options: TenantOptions,
  { registry, chains, terminal }: Pick<Desk, 'registry' | 'chains' | 'terminal'>,
): Promise<void> {
  const listed = await registry.load(options.tenant);
  if (listed.endpoints.size === 0) await refuseUnknownTenant(options.tenant, { registry, chains });
  const text = options.json ? jsonEndpoints(listed) : formatEndpoints(listed, options.tenant, terminal.clock.now());
  if (text !== '') terminal.print(text);
}

const jsonEndpoints = ({ endpoints, circuits }: Listed): string =>
  [...endpoints.values()].map((endpoint) => toJson(endpoint, circuits.get(endpoint.id))).join('\n');

/** An endpoint that fares well has no `circuit`. */
const toJson = (endpoint: Endpoint, known: Circuit | undefined): string =>
  JSON.stringify({ ...visible(endpoint), circuit: circuitDocument(known) });

export function formatEndpoints({ endpoints, circuits }: Listed, tenant: string, now: Date): string {
  if (endpoints.size === 0) return `tenant ${tenant} has no endpoints; npx carillon endpoints add --help`;
  const rows = [...endpoints.values()].map(({ id, state, types, ratePerSecond, contentType = '', url, createdAt }) => [
    id,
    stateText(state),
    types.join(','),
    ratePerSecond === undefined ? '' : `${ratePerSecond}/s`,
    contentType,
    url,
    createdAt,
    circuitText(circuits.get(id), now),
  ]);
  return table([['ID', 'STATE', 'TYPES', 'RATE', 'CONTENT TYPE', 'URL', 'CREATED', 'CIRCUIT'], ...rows]);
}
