import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ListedFile } from '../../../shared/operations/preview/attach';
import { exclusive } from '../exclusive';
import { inCliWords } from '../in-cli-words';
import { ENTRY_WORDS } from '../input/entry-words';
import { readEntries } from '../input/read-entries';
import { readableFolder } from '../input/read-input';
import { warnOfUnknownTypes } from '../input/warn-of-unknown-types';
import type { GlobalOptions } from '../options';
import { unknownTypesHere } from '../stack/unknown-types-of';
import type { Terminal } from '../terminal';
import { previewEntries } from './preview-entries';
import { type WrittenPreview, writePreview } from './write-preview';

interface PreviewOptions extends GlobalOptions {
  readonly locale?: string;
  readonly out: string;
  /** Folder of attachments, by their keys. */
  readonly files?: string;
  readonly open?: boolean;
}

export function addPreview(program: Command, terminal: Terminal): Command {
  const preview = program
    .command('preview')
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
  return exclusive(preview, 'files', 'outputs');
}

const DEFAULT_FOLDER = '.carillon/preview';

const EXAMPLES = `
Examples:
  npx carillon preview examples/order-shipped.json --open
  npx carillon preview examples/order-shipped.json --locale de-AT --out /tmp/mails
  npx carillon preview invoice.json --files ./files            # a key demo/invoices/0419 is ./files/demo/invoices/0419`;

/**
 * @throws CodedError as reading the input, reading the outputs of a stack and `previewEntries` do; `cli.file_unwritable`;
 *   `cli.file_unreadable` for the folder of attachments
 */
export async function previewFile(file: string, given: PreviewOptions, terminal: Terminal): Promise<void> {
  const options = withFolder(given, terminal);
  const entries = await readEntries(file, terminal);
  const unknownTypes = unknownTypesHere(options.outputs, terminal);
  warnOfUnknownTypes(entries, unknownTypes, terminal);
  const request = { ...requestOf(options, terminal), unknownTypes };
  const previews = await inCliWords(previewEntries(entries, request, options, terminal), ENTRY_WORDS);
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
