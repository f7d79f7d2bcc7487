import type { Command } from 'commander';
import { type ListTenantsPorts, listTenants } from '../../../shared/operations/listing/list-tenants';
import { inCliWords } from '../in-cli-words';
import { LIST_WORDS } from '../list/list-words';
import { parseLimit } from '../list/parse-limit';
import type { GlobalOptions } from '../options';
import { chainsOf } from '../stack/chains-of';
import { connectStack } from '../stack/connect-stack';
import type { Terminal } from '../terminal';

export interface ListTenantsOptions extends GlobalOptions {
  readonly limit?: number;
  readonly cursor?: string;
  readonly all?: boolean;
}

export function addListTenants(tenants: Command, terminal: Terminal): void {
  tenants
    .command('list')
    .description('Lists the tenants that have published, by name.')
    .option('--limit <count>', 'at most this many on a page, 1 to 100 (default: 50)', parseLimit)
    .option('--cursor <cursor>', 'the next page: what the page before ended with')
    .option('--all', 'all pages')
    .addHelpText('after', '\nExample:\n  npx carillon tenants list --all')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListTenantsOptions>();
      const connection = await connectStack(options.outputs, terminal);
      await printTenants(options, { chains: chainsOf(connection) }, terminal);
    });
}

/** @throws CodedError as `listTenants` does */
export async function printTenants(
  { all, json, limit, cursor }: ListTenantsOptions,
  ports: ListTenantsPorts,
  { print }: Pick<Terminal, 'print'>,
): Promise<void> {
  let request = { limit: limit ?? (all ? 100 : undefined), cursor };
  for (;;) {
    const { tenants, next } = await inCliWords(listTenants(request, ports), LIST_WORDS);
    for (const tenant of tenants) print(json ? JSON.stringify({ tenant }) : tenant);
    if (next === undefined) return;
    if (!all) return print(json ? JSON.stringify({ next }) : `more: --cursor ${next}`);
    request = { ...request, cursor: next };
  }
}
