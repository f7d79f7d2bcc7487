import { opendirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { Terminal } from '../terminal';

/**
 * The text of a file, or of standard input for `-`, without a byte order mark.
 *
 * @throws CodedError `cli.file_unreadable`, `cli.not_utf8`
 */
export async function readInput(file: string, terminal: Terminal): Promise<string> {
  const bytes = file === '-' ? await terminal.readStandardInput() : readFile(file, terminal);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CodedError('cli.not_utf8', `${inputName(file)} is not UTF-8`, 'save it as UTF-8');
  }
}

/** Name of the input in error messages. */
export const inputName = (file: string): string => (file === '-' ? 'standard input' : `file '${file}'`);

export function readFile(
  file: string,
  { directory }: Pick<Terminal, 'directory'>,
  name: string = inputName(file),
): Uint8Array {
  try {
    return readFileSync(pathOf(file, directory));
  } catch (error) {
    throw unreadable(error, name, `name a file that can be read; relative names begin at ${directory}`);
  }
}

/**
 * The path of a folder that an option names. Checked first: a mistyped folder would be reported as a missing file in it.
 *
 * @throws CodedError `cli.file_unreadable`
 */
export function readableFolder(folder: string, { directory }: Pick<Terminal, 'directory'>): string {
  const path = pathOf(folder, directory);
  try {
    opendirSync(path).closeSync();
    return path;
  } catch (error) {
    const fix = `name a folder that can be read; relative names begin at ${directory}`;
    throw unreadable(error, `folder '${folder}'`, fix);
  }
}

/** Keeps an empty name (an unset shell variable) empty: `resolve` would return the current directory. */
const pathOf = (name: string, directory: string): string => (name === '' ? '' : resolve(directory, name));

/** The error that says why `name` cannot be read. */
export function unreadable(error: unknown, name: string, fix: string): CodedError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new CodedError('cli.file_unreadable', `${name} ${REASONS[code] ?? `cannot be read: ${message}`}`, fix);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a directory',
  ENOTDIR: 'names a file where a folder is expected',
  EACCES: 'may not be read by this user',
};
