import type { Command } from 'commander';
import type { StatusOptions } from '../options';
import type { Terminal } from '../terminal';

export function addStatus(program: Command, terminal: Terminal): void {
  program
    .command('status')
    .summary('show what became of a notification')
    .description(
      'Shows when a notification was accepted, every delivery attempt with its result, and how it stands now.',
    )
    .argument('<id>', 'of the notification, or, where none could be read, of the SQS message as the function logged it')
    .option('--watch', 'wait until nothing that is recorded is open any more')
    .option('--body', 'print the notification too, as it was received')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, _: unknown, command: Command) => {
      const { showStatus } = require('./show-status') as typeof import('./show-status');
      await showStatus(id, command.optsWithGlobals<StatusOptions>(), terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon status 01M83VVAE0DXK8DR745633EZ6J
  npx carillon status 01M83VVAE0DXK8DR745633EZ6J --watch
  npx carillon status 01M83VVAE0DXK8DR745633EZ6J --json --body

Times are UTC, and relative to acceptance: the moment when the audit channel recorded the notification. Channels work
side by side, so that an attempt may begin before it. What waits for the turn of its first attempt (a rate, an open circuit) is
recorded after a quarter of an hour at the latest, if it has not had it by then.`;
