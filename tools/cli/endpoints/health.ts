import type { Command } from 'commander';
import { admission } from '../../../shared/domain/delivery/circuit';
import { type EndpointHealth, endpointsHealth } from '../../../shared/operations/listing/endpoints-health';
import { MAX_PAGE } from '../../../shared/operations/listing/list-request';
import { allPages } from '../all-pages';
import { inCliWords } from '../in-cli-words';
import { LIST_WORDS } from '../list/list-words';
import type { TenantOptions } from '../options';
import { table } from '../table';
import type { Desk, OpenDesk } from './desk';

export function addHealth(endpoints: Command, openDesk: OpenDesk): void {
  endpoints
    .command('health')
    .description("Shows how a tenant's endpoints fare: their circuits, and their latest 50 deliveries.")
    .requiredOption('--tenant <tenant>', 'the tenant of the endpoints')
    .addHelpText('after', '\nExample:\n  npx carillon endpoints health --tenant demo')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      await health(options, await openDesk(options));
    });
}

/** @throws CodedError as `endpointsHealth` does */
export async function health(
  { tenant, json }: TenantOptions,
  { registry, listing, terminal, clock }: Pick<Desk, 'registry' | 'listing' | 'terminal' | 'clock'>,
): Promise<void> {
  const all = await allPages(async (cursor) => {
    const request = { tenant, cursor, limit: MAX_PAGE };
    const page = await inCliWords(endpointsHealth(request, { registry, listing }), LIST_WORDS);
    return { items: page.endpoints, next: page.next };
  });
  const lines = json ? all.map((one) => JSON.stringify(one)) : [formatHealth(all, tenant, clock.now())];
  if (lines.length > 0) terminal.print(lines.join('\n'));
}

const HEADINGS = ['ID', 'STATE', 'CIRCUIT', 'DELIVERED', 'LAST FAILURE', 'URL'];

function formatHealth(all: readonly EndpointHealth[], tenant: string, now: Date): string {
  if (all.length === 0) return `tenant ${tenant} has no endpoints`;
  return table([HEADINGS, ...all.map((one) => rowOf(one, now))]);
}

const rowOf = (one: EndpointHealth, now: Date): string[] => [
  one.endpoint,
  one.enabled ? 'enabled' : `disabled since ${one.disabledSince}`,
  circuitState(one, now),
  one.successRate === undefined ? '' : `${Math.round(one.successRate * 100)} % of ${one.deliveries}`,
  one.lastFailure ?? '',
  one.url,
];

const CIRCUITS = { wait: 'open', probe: 'half-open', pass: 'closed' } as const;

const circuitState = ({ circuit }: EndpointHealth, now: Date): string =>
  circuit === undefined ? 'closed' : CIRCUITS[admission(circuit, now.getTime()).kind];
