import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { writeFile } from '../../support/files/write-file';
import type { Import } from './diagnosis';
import { importBlocks, isOwnFile } from './import-blocks';

/** `removed`: a file of an earlier run. */
export type Written = 'written' | 'not_written' | 'removed';

/**
 * Writes the import blocks. With nothing to import, removes the file of an earlier run: Terraform would read its blocks
 * again, and a block of a resource that was deleted since makes every plan fail.
 *
 * @param file its name in messages
 * @throws CodedError as {@link refuseForeign} does
 */
export function writeImports(path: string, file: string, imports: readonly Import[]): Written {
  refuseForeign(path, file);
  return orUnwritable(file, () => {
    if (imports.length === 0) return removeEarlier(path);
    writeFile(path, `${importBlocks(imports)}\n`);
    return 'written';
  });
}

/**
 * Refuses a file that doctor did not write: a mistyped `--out` could overwrite the plan, the lock file or an operator's file.
 *
 * @throws CodedError `cli.out_not_own`, `cli.file_unwritable`
 */
export function refuseForeign(path: string, file: string): void {
  const isForeign = orUnwritable(file, () => existsSync(path) && !isOwn(path));
  if (isForeign) throw notOwn(file);
}

/** Does not read devices and pipes: reading could block without limit. */
const isOwn = (path: string): boolean => !isSpecial(path) && isOwnFile(readFileSync(path, 'utf8'));

function isSpecial(path: string): boolean {
  const stats = statSync(path);
  return !stats.isFile() && !stats.isDirectory();
}

function removeEarlier(path: string): Written {
  if (!existsSync(path)) return 'not_written';
  rmSync(path);
  return 'removed';
}

function orUnwritable<Result>(file: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const message = `file '${file}' cannot be written or removed: ${(error as Error).message}`;
    throw new CodedError('cli.file_unwritable', message, 'name a file that can be written with --out');
  }
}

const notOwn = (file: string): CodedError =>
  new CodedError(
    'cli.out_not_own',
    `file '${file}' exists and was not written by carillon doctor: nothing was changed`,
    'name another file with --out, such as imports.tf, or move that one away',
  );
