import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ListedFile } from '../../../shared/operations/preview/attach';
import { exclusive } from '../exclusive';
import { inCliWords } from '../in-cli-words';
import { ENTRY_WORDS } from '../input/entry-words';
import { readableFolder } from '../input/read-input';
import type { GlobalOptions } from '../options';
import type { Terminal } from '../terminal';
import { type WrittenPreview, writePreview } from './write-preview';

interface PreviewOptions extends GlobalOptions {
  readonly locale?: string;
  readonly out: string;
  /** Folder of attachments, by their keys. */
  readonly files?: string;
  readonly open?: boolean;
}

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

/**
 * @throws CodedError as `openPreview` and the operation do; `cli.file_unwritable`; `cli.file_unreadable` for the folder of
 *   attachments
 */
export async function previewFile(file: string, given: PreviewOptions, terminal: Terminal): Promise<void> {
  const { openPreview } = require('./open-preview') as typeof import('./open-preview');
  const options = withFolder(given, terminal);
  const preview = await openPreview(file, options, terminal);
  const previews = await inCliWords(preview(requestOf(options, terminal)), ENTRY_WORDS);
  const written = previews.map((one, n) => writePreview(one, previews.slice(0, n), options.out, terminal));
  terminal.print(written.map((one) => (options.json ? JSON.stringify(one) : format(one))).join('\n'));
  if (options.open) for (const { files } of written) terminal.open(resolve(terminal.directory, files[0] ?? ''));
}

/** Attachments are looked for only where there are any; a folder that was mistyped is an error in any case. */
const withFolder = ({ files, ...others }: PreviewOptions, terminal: Terminal): PreviewOptions =>
  files === undefined ? others : { ...others, files: readableFolder(files, terminal) };

const requestOf = ({ locale }: PreviewOptions, { variables }: Terminal) => ({
  locale,
  from: variables.CARILLON_SENDER || 'notifications@carillon.example',
  senderName: variables.CARILLON_SENDER_NAME || 'Carillon',
});

const format = ({ type, locale, subject, files, attachments }: WrittenPreview): string =>
  [
    `${type}  ${locale}  “${subject}”`,
    ...files.map((file) => `  ${file}`),
    ...attachments.map((one) => `  ${formatListed(one)}`),
  ].join('\n');

const formatListed = ({ key, name = key, bytes, notLoaded }: ListedFile): string =>
  notLoaded === undefined ? `attached: ${name}, ${bytes} bytes` : `not loaded: ${name} (${key}): ${notLoaded}`;
