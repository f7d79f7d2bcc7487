import type { Command } from 'commander';
import { collect } from '../collect';
import type { ReplayOptions } from '../options';
import type { Terminal } from '../terminal';

export function addReplay(program: Command, terminal: Terminal): void {
  program
    .command('replay')
    .summary('attempt again what failed, was rejected, or was left claimed')
    .description(
      'Shows which deliveries of a notification failed or were rejected, and with --yes attempts them again.',
    )
    .argument('<id>', 'of the notification')
    .option('--channel <name>', 'only the deliveries of this channel')
    .option('--target <target>', 'only the delivery to this address or endpoint; may be repeated', collect)
    .option('--yes', 'do it; without, nothing is sent')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, _: unknown, command: Command) => {
      const { replayNotification } = require('./replay-notification') as typeof import('./replay-notification');
      await replayNotification(id, command.optsWithGlobals<ReplayOptions>(), terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon replay 01M83VVAE0DXK8DR745633EZ6J
  npx carillon replay 01M83VVAE0DXK8DR745633EZ6J --channel webhook --yes
  npx carillon replay 01M83VVAE0DXK8DR745633EZ6J --target ada@example.com --yes

What was delivered, sent or suppressed is never attempted again. The attempts begin with the first of the schedule.`;
