import type { Command } from 'commander';
import { circuitDocument } from '../../../shared/domain/delivery/circuit-document';
import { type ListedEndpoint, listEndpoints } from '../../../shared/operations/endpoints/list-endpoints';
import { MAX_PAGE } from '../../../shared/operations/listing/list-request';
import { allPages } from '../all-pages';
import { circuitText } from '../circuit-text';
import { inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import { table } from '../table';
import type { Desk, OpenDesk } from './desk';
import { ENDPOINT_WORDS } from './endpoint-words';
import { stateText } from './show-endpoint';

export function addList(endpoints: Command, openDesk: OpenDesk): void {
  endpoints
    .command('list')
    .description(
      'Lists the endpoints of a tenant, with the circuit of those that fail; without secrets and header values.',
    )
    .requiredOption('--tenant <tenant>', 'the tenant of the endpoints')
    .addHelpText('after', '\nExample:\n  npx carillon endpoints list --tenant demo')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      await list(options, await openDesk(options));
    });
}

/** @throws CodedError as `listEndpoints` does */
export async function list({ tenant, json }: TenantOptions, desk: Desk): Promise<void> {
  const listed = await allPages(async (cursor) => {
    const page = await inCliWords(listEndpoints({ tenant, cursor, limit: MAX_PAGE }, desk), ENDPOINT_WORDS);
    return { items: page.endpoints, next: page.next };
  });
  const text = json ? listed.map(toJson).join('\n') : formatEndpoints(listed, tenant, desk.clock.now());
  if (text !== '') desk.terminal.print(text);
}

/** An endpoint that does not fail has no `circuit`. */
const toJson = ({ endpoint, circuit }: ListedEndpoint): string =>
  JSON.stringify({ ...endpoint, circuit: circuitDocument(circuit) });

function formatEndpoints(listed: readonly ListedEndpoint[], tenant: string, now: Date): string {
  if (listed.length === 0) return `tenant ${tenant} has no endpoints; npx carillon endpoints add --help`;
  return table([HEADINGS, ...listed.map((one) => rowOf(one, now))]);
}

const HEADINGS = ['ID', 'STATE', 'TYPES', 'RATE', 'FORMAT', 'CONTENT TYPE', 'URL', 'CREATED', 'CIRCUIT', 'FILTER'];

const rowOf = ({ endpoint, circuit }: ListedEndpoint, now: Date): string[] => [
  endpoint.id,
  stateText(endpoint.state),
  endpoint.types.join(','),
  endpoint.ratePerSecond === undefined ? '' : `${endpoint.ratePerSecond}/s`,
  endpoint.format?.name ?? '',
  endpoint.contentType ?? '',
  endpoint.url,
  endpoint.createdAt,
  circuitText(circuit, now),
  endpoint.filter === undefined ? '' : JSON.stringify(endpoint.filter),
];
