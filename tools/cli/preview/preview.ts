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
  /** Folder of attachments; keys are paths in it. */
  readonly files?: string;
  readonly open?: boolean;
}

export function addPreview(program: Command, terminal: Terminal): Command {
  const preview = program
    .command('preview')
    .description(
      'Writes the mail of each notification to files: as HTML, as text and as it is sent. Validates the notification as ' +
        '`publish` does; tenant and recipient may be missing. Sends nothing, and needs no stack. Lists attachments, and ' +
        'adds them to the mail if a folder or a stack that has them is named.',
    )
    .argument('<file>', 'a file of one notification (JSON) or several (NDJSON), or - for standard input')
    .option(
      '--locale <tag>',
      'language in place of that of the notification; falls back to another if the mail has no texts in it',
    )
    .option('--out <folder>', 'folder to write to', DEFAULT_FOLDER)
    .option(
      '--files <folder>',
      'folder of the attachments, with their keys as paths; or name the stack that has them with --outputs',
    )
    .option('--open', 'open the HTML in the browser')
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

/** Checks the folder at once: attachments are read only if there are any, but a mistyped folder is always an error. */
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
