import { dirname, join, resolve } from 'node:path';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { ListedFile } from '../../../shared/operations/preview/attach';
import type { Preview } from '../../../shared/operations/preview/preview-mail';
import { writeFile } from '../../support/files/write-file';
import type { Terminal } from '../terminal';
import { makeFolder } from './make-folder';

/** A preview and the files that it was written to. */
export interface WrittenPreview extends Omit<Preview, 'parts' | 'askedLocale'> {
  readonly files: readonly string[];
}

/**
 * Writes the parts of a preview to files in the folder `out`.
 *
 * @param before previews that were written already, whose file names are taken
 * @throws CodedError `cli.file_unwritable`
 */
export function writePreview(
  { parts, askedLocale: _, ...preview }: Preview,
  before: readonly Preview[],
  out: string,
  terminal: Terminal,
): WrittenPreview {
  const name = nameOf(preview, before);
  const files = Object.entries(parts).map(([extension, content]) => {
    const file = join(out, `${name}.${extension}`);
    writePart(resolve(terminal.directory, file), content, file);
    return file;
  });
  const attachments = preview.attachments.map(withReason);
  return { ...preview, attachments, files };
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

/** File name without extension: `order.shipped.de`, or `order.shipped.de-2` for the second of that name. */
function nameOf({ type, locale }: Pick<Preview, 'type' | 'locale'>, before: readonly Preview[]): string {
  const same = before.filter((other) => other.type === type && other.locale === locale).length;
  return `${type}.${locale}${same === 0 ? '' : `-${same + 1}`}`;
}

/** Adds how to load an attachment, if no store of attachments was named. */
const withReason = (file: ListedFile): ListedFile =>
  file.bytes === undefined && file.notLoaded === undefined
    ? { ...file, notLoaded: 'name a folder with --files or a stack with --outputs' }
    : file;
