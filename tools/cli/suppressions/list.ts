import type { Command } from 'commander';
import { listSuppressions } from '../../../shared/operations/suppressions/list-suppressions';
import { readAddress } from '../../../shared/operations/suppressions/read-address';
import type { Objection } from '../../../shared/ports/mail-preferences';
import type { GlobalOptions } from '../options';
import { table } from '../table';
import type { OpenDesk, SuppressionsDesk } from './desk';

interface ListSuppressionsOptions extends GlobalOptions {
  readonly address?: string;
}

export function addList(suppressions: Command, openDesk: OpenDesk): void {
  suppressions
    .command('list')
    .description(
      'Lists suppressed addresses, and who unsubscribed from what. Without an address it reads the whole table.',
    )
    .option('--address <address>', 'only of this address')
    .addHelpText('after', '\nExample:\n  npx carillon suppressions list --address ada@example.com')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListSuppressionsOptions>();
      await list(options, openDesk(options));
    });
}

/** @throws CodedError as `listSuppressions` does */
async function list(options: ListSuppressionsOptions, desk: SuppressionsDesk): Promise<void> {
  const address = options.address === undefined ? undefined : readAddress(options.address);
  const objections = await listSuppressions(address === undefined ? {} : { address }, desk);
  const text = options.json
    ? objections.map((one) => JSON.stringify(one)).join('\n')
    : formatObjections(objections, address);
  if (text !== '') desk.terminal.print(text);
}

export function formatObjections(objections: readonly Objection[], address?: string): string {
  if (objections.length === 0) return `nothing keeps ${address ?? 'any address'} from being mailed`;
  const rows = objections.map((objection) => [
    objection.address,
    scopeOf(objection),
    reasonOf(objection),
    objection.since,
  ]);
  return table([['ADDRESS', 'TENANT', 'REASON', 'SINCE'], ...rows]);
}

const scopeOf = (objection: Objection): string => {
  if (objection.kind === 'unsubscribed') return objection.tenant;
  return objection.scope === '*' ? 'all' : objection.scope;
};

const reasonOf = (objection: Objection): string =>
  objection.kind === 'suppressed' ? objection.reason : `unsubscribed from ${objection.category}`;
