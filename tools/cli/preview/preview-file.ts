import { dirname, join, resolve } from 'node:path';
import { ulid } from 'ulid';
import { channels } from '../../../handlers';
import { isObject } from '../../../shared/domain/filter-policy/filter-policy';
import { CodedError, type Fault } from '../../../shared/domain/kit/errors/coded-error';
import { prepare, type Settings } from '../../../shared/producer/prepare';
import { writeFile } from '../../support/files/write-file';
import { type EntryFault, faultsOfText, invalidEntries } from '../input/invalid-entries';
import { type InputEntry, parseEntries } from '../input/parse-entries';
import { inputName, readableFolder, readInput } from '../input/read-input';
import { requireCurrentValidators } from '../input/require-current-validators';
import { warnOfUnknownTypes } from '../input/warn-of-unknown-types';
import type { PreviewOptions } from '../options';
import { unknownTypesHere } from '../stack/unknown-types-of';
import type { Terminal } from '../terminal';
import type { ListedFile } from './attach';
import { makeFolder } from './make-folder';
import { makePreview, type Preview } from './make-preview';

/** What is on disk of a preview. */
interface WrittenPreview extends Omit<Preview, 'parts'> {
  readonly files: readonly string[];
}

/**
 * @throws CodedError as reading the input does; `notification.invalid` with every fault of every entry, those of its
 * templates too; `cli.file_unwritable`; `cli.file_unreadable` for the folder of attachments
 */
export async function previewFile(file: string, given: PreviewOptions, terminal: Terminal): Promise<void> {
  requireCurrentValidators();
  const options = withFolder(given, terminal);
  const entries = parseEntries(await readInput(file, terminal), inputName(file));
  const settings = settingsOf(options, terminal);
  warnOfUnknownTypes(entries, settings.unknownTypes, terminal);
  const previews = await makePreviews(entries, settings, options, terminal);
  const written = previews.map((preview, n) =>
    write(preview, nameOf(preview, previews.slice(0, n)), options, terminal),
  );
  terminal.print(written.map((one) => (options.json ? JSON.stringify(one) : format(one))).join('\n'));
  if (options.open) for (const { files } of written) terminal.open(resolve(terminal.directory, files[0] ?? ''));
}

/** Attachments are looked for only where there are any; a folder that was mistyped is told in any case. */
const withFolder = ({ files, ...others }: PreviewOptions, terminal: Terminal): PreviewOptions =>
  files === undefined ? others : { ...others, files: readableFolder(files, terminal) };

async function makePreviews(
  entries: readonly InputEntry[],
  settings: Settings,
  options: PreviewOptions,
  terminal: Terminal,
): Promise<readonly Preview[]> {
  const results = await Promise.all(entries.map(({ value }) => previewEntry(value, settings, options, terminal)));
  const found = results.flatMap((result, index): EntryFault[] =>
    'parts' in result ? [] : result.map((fault) => ({ index, fault })),
  );
  const faults = [...faultsOfText(entries), ...found];
  if (faults.length > 0) throw invalidEntries(entries, faults);
  return results.filter((result) => 'parts' in result);
}

const settingsOf = (options: PreviewOptions, terminal: Terminal): Settings => ({
  source: '/preview',
  tenant: 'demo',
  clock: terminal.clock,
  channels,
  ids: () => ulid(terminal.clock.now().getTime()),
  unknownTypes: unknownTypesHere(options.outputs, terminal),
});

async function previewEntry(
  value: unknown,
  settings: Settings,
  options: PreviewOptions,
  terminal: Terminal,
): Promise<Preview | readonly Fault[]> {
  const { locale } = options;
  const { clock, variables } = terminal;
  const entry = isObject(value) ? { recipients: RECIPIENT, ...value, ...(locale !== undefined && { locale }) } : value;
  const preparation = prepare(entry, settings);
  if (!preparation.ok) return preparation.faults;
  const from = variables.CARILLON_SENDER || SENDER;
  const open = () => {
    // The client for S3 is loaded only where there is something to attach.
    const { openFiles } = require('./open-files') as typeof import('./open-files');
    return openFiles(options, terminal);
  };
  const { notification } = preparation.prepared;
  const senderName = variables.CARILLON_SENDER_NAME || SENDER_NAME;
  const result = await makePreview(notification, { from, senderName, date: clock.now(), open });
  if ('parts' in result) warnOfFallback(notification.locale, result, terminal);
  return result;
}

/** `de` for `de-AT` is what was asked for; another language is not. */
function warnOfFallback(wanted: string | undefined, { type, locale }: Preview, { warn }: Terminal): void {
  if (wanted === undefined || languageOf(wanted) === languageOf(locale)) return;
  warn(`the mail of ${type} has no texts for locale '${wanted}': it is in '${locale}', as it would be sent`);
}

const languageOf = (tag: string): string | undefined => tag.toLowerCase().split('-')[0];

const RECIPIENT = 'Ada Marlow <ada@example.com>';
const SENDER = 'notifications@carillon.example';
const SENDER_NAME = 'Carillon';

/** `order.shipped.de`, and `order.shipped.de-2` for the second one of that name. */
function nameOf({ type, locale }: Preview, before: readonly Preview[]): string {
  const same = before.filter((other) => other.type === type && other.locale === locale).length;
  return `${type}.${locale}${same === 0 ? '' : `-${same + 1}`}`;
}

function write({ parts, ...preview }: Preview, name: string, { out }: PreviewOptions, terminal: Terminal) {
  const files = Object.entries(parts).map(([extension, content]) => {
    const file = join(out, `${name}.${extension}`);
    writePart(resolve(terminal.directory, file), content, file);
    return file;
  });
  return { ...preview, files };
}

function writePart(path: string, content: string | Uint8Array, shown: string): void {
  try {
    makeFolder(dirname(path));
    writeFile(path, content);
  } catch (error) {
    const message = `file '${shown}' cannot be written: ${(error as Error).message}`;
    throw new CodedError('cli.file_unwritable', message, 'name a folder that can be written to with --out');
  }
}

const format = ({ type, locale, subject, files, attachments }: WrittenPreview): string =>
  [
    `${type}  ${locale}  “${subject}”`,
    ...files.map((file) => `  ${file}`),
    ...attachments.map((one) => `  ${formatListed(one)}`),
  ].join('\n');

const formatListed = ({ key, name = key, bytes, notLoaded }: ListedFile): string =>
  notLoaded === undefined ? `attached: ${name}, ${bytes} bytes` : `not loaded: ${name} (${key}): ${notLoaded}`;
