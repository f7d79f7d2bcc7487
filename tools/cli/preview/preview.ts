import type { Command } from 'commander';
import { exclusive } from '../exclusive';
import type { PreviewOptions } from '../options';
import type { Terminal } from '../terminal';

export function addPreview(program: Command, terminal: Terminal): void {
  const preview = program
    .command('preview')
    .summary('write the mails of notifications to files')
    .description(
      'Writes the mail of each notification as HTML, as text and as it is sent, and says where. Checks the notification ' +
        'as `publish` does. Tenant and recipient may be left out. Sends nothing, and needs no stack. Attachments are listed, and in the mail where a folder or a stack that has ' +
        'them is named.',
    )
    .argument('<file>', 'a file of one notification (JSON) or several (NDJSON), or - for standard input')
    .option(
      '--locale <tag>',
      'language instead of the one that the notification names; another where its mail has no texts in it',
    )
    .option('--out <folder>', 'where to write', DEFAULT_FOLDER)
    .option('--files <folder>', 'where attachments are, by their keys; or name the stack that has them with --outputs')
    .option('--open', 'show the HTML in the browser')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, _: unknown, command: Command) => {
      const { previewFile } = require('./preview-file') as typeof import('./preview-file');
      await previewFile(file, command.optsWithGlobals<PreviewOptions>(), terminal);
    });
  exclusive(preview, 'files', 'outputs');
}

const DEFAULT_FOLDER = '.carillon/preview';

const EXAMPLES = `
Examples:
  npx carillon preview examples/order-shipped.json --open
  npx carillon preview examples/order-shipped.json --locale de-AT --out /tmp/mails
  npx carillon preview invoice.json --files ./files            # a key demo/invoices/0419 is ./files/demo/invoices/0419`;
