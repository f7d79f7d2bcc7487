import { existsSync, readFileSync, rmSync } from 'node:fs';
import { CodedError } from '../../../shared/domain/coded-error';
import { writeFile } from '../../files/write-file';
import type { Import } from './diagnosis';
import { importBlocks, isOwnFile } from './import-blocks';

/** What became of the file: `removed` and `left` are one of an earlier run, and one of somebody else. */
export type Written = 'written' | 'not_written' | 'removed' | 'left';

/**
 * The file has what is to be imported now. Where that is nothing, one of an earlier run is removed: Terraform would read its
 * blocks again, and each of a resource that was deleted since makes every plan fail.
 *
 * @param file its name in messages
 * @throws CodedError `cli.file_unwritable`
 */
export function writeImports(path: string, file: string, imports: readonly Import[]): Written {
  try {
    if (imports.length === 0) return removeEarlier(path);
    writeFile(path, `${importBlocks(imports)}\n`);
    return 'written';
  } catch (error) {
    const message = `file '${file}' cannot be written or removed: ${(error as Error).message}`;
    throw new CodedError('cli.file_unwritable', message, 'name a file that can be written with --out');
  }
}

function removeEarlier(path: string): Written {
  if (!existsSync(path)) return 'not_written';
  if (!isOwnFile(readFileSync(path, 'utf8'))) return 'left';
  rmSync(path);
  return 'removed';
}
