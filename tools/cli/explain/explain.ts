import type { Command } from 'commander';
import type { ExplainOptions } from '../options';
import type { Terminal } from '../terminal';

export function addExplain(program: Command, terminal: Terminal): void {
  program
    .command('explain')
    .summary('say which channels notifications reach, and why')
    .description(
      'Says which channels a notification reaches and why, by the filter policies of this version. Checks it as `publish` ' +
        'does. Sends nothing, and needs no stack.',
    )
    .argument('<file>', 'a file of one notification (JSON) or several (NDJSON), or - for standard input')
    .option('--tenant <tenant>', 'tenant of those that name none')
    .option('--source <source>', 'source of those that name none', '/cli')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, _: unknown, command: Command) => {
      const { explainFile } = require('./explain-file') as typeof import('./explain-file');
      await explainFile(file, command.optsWithGlobals<ExplainOptions>(), terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon explain examples/payment-failed.json
  npx carillon explain --json --tenant demo - < notifications.ndjson`;
