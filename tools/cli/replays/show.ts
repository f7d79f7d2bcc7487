import type { Command } from 'commander';
import type { TenantOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import { replaysOf } from '../stack/replays-of';
import type { Terminal } from '../terminal';
import { watchRun } from './watch-run';

export function addShow(replays: Command, terminal: Terminal): void {
  replays
    .command('show')
    .description('Shows the progress of a replay until it ends.')
    .argument('<id>', 'id of the replay')
    .requiredOption('--tenant <tenant>', 'its tenant')
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      const runs = replaysOf(await connectStack(options.outputs, terminal));
      await watchRun({ tenant: options.tenant, id }, options, { runs }, terminal);
    });
}
