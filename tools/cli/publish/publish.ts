import type { Command } from 'commander';
import type { PublishOptions } from '../options';
import type { Terminal } from '../terminal';

export function addPublish(program: Command, terminal: Terminal): void {
  program
    .command('publish')
    .summary('publish notifications from a file')
    .description(
      'Publishes one notification (JSON) or several (NDJSON, one a line). What a notification leaves out is filled in: id, ' +
        'time, specversion, datacontenttype, and for types of the catalogue channels and severity. All are checked first.',
    )
    .argument('<file>', 'a file, or - for standard input')
    .option('--tenant <tenant>', 'tenant of those that name none')
    .option('--source <source>', 'source of those that name none', '/cli')
    .option('--as-new', 'give each a new id and time, also where it has one')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, _: unknown, command: Command) => {
      const { publishFile } = require('./publish-file') as typeof import('./publish-file');
      await publishFile(file, command.optsWithGlobals<PublishOptions>(), terminal);
    });
}

const EXAMPLES = `
Examples:
  npx carillon publish examples/order-shipped.json --as-new
  npx carillon publish --tenant demo - < notifications.ndjson

An id that was published before is not delivered again: --as-new makes another notification of it.
Exits with 1 when any was not published. With --json a failure holds the notification with the id it was given: publish that
again and it is never delivered twice.`;
