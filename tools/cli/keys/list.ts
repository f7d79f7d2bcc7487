import type { Command } from 'commander';
import { listKeys, type VisibleKey } from '../../../shared/operations/keys/list-keys';
import type { Desk, OpenDesk } from '../endpoints/desk';
import type { GlobalOptions } from '../options';
import { table } from '../table';

export function addList(keys: Command, openDesk: OpenDesk): void {
  keys
    .command('list')
    .description('Lists the data keys of every purpose by number: when they were made, and which one seals.')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await list(options, await openDesk(options));
    });
}

export async function list({ json }: Pick<GlobalOptions, 'json'>, desk: Desk): Promise<void> {
  const keys = await listKeys(desk);
  desk.terminal.print(json ? JSON.stringify(keys) : formatKeys(keys, desk.clock.now()));
}

function formatKeys(keys: readonly VisibleKey[], now: Date): string {
  if (keys.length === 0) return 'there are no data keys yet: each is made when it is first needed';
  const rows = keys.map(({ purpose, id, createdAt, sealsFrom }) => [purpose, id, createdAt, useOf(sealsFrom, now)]);
  return table([['PURPOSE', 'KEY', 'MADE', 'USE'], ...rows]);
}

function useOf(sealsFrom: string | undefined, now: Date): string {
  if (sealsFrom === undefined) return 'opens what it sealed';
  return Date.parse(sealsFrom) > now.getTime() ? `seals from ${sealsFrom} on` : 'seals';
}
