import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CodedError } from '../../../shared/domain/coded-error';
import type { Terminal } from '../terminal';

/**
 * The text of a file, or of standard input for `-`. A byte order mark is left out.
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

/** What errors call it. */
export const inputName = (file: string): string => (file === '-' ? 'standard input' : `file '${file}'`);

export function readFile(
  file: string,
  { directory }: Pick<Terminal, 'directory'>,
  name: string = inputName(file),
): Uint8Array {
  try {
    return readFileSync(resolve(directory, file));
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const fix = `name a file that can be read; relative names begin at ${directory}`;
    throw new CodedError('cli.file_unreadable', `${name} ${REASONS[code] ?? `cannot be read: ${message}`}`, fix);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a directory',
  EACCES: 'may not be read by this user',
};
