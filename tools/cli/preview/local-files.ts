import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { AttachmentStore } from '../../../shared/ports/attachment-store';
import { unreadable } from '../input/read-input';

/**
 * Files of a folder, by their path in it. The keys are checked before: none leads out of it. What is there and cannot be
 * read is `cli.file_unreadable`: the codes of the file system would be taken for those of the network otherwise.
 */
export const localFiles = (folder: string): AttachmentStore => ({
  size: async (key) => {
    try {
      const found = await stat(join(folder, key));
      return found.isFile() ? found.size : undefined;
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
      throw notReadable(error, join(folder, key));
    }
  },
  read: async (key, maxBytes) => {
    const path = join(folder, key);
    const content = await readFile(path).catch((error: unknown) => {
      throw notReadable(error, path);
    });
    if (content.length > maxBytes) throw new Error(`object has ${content.length} bytes, allowed ${maxBytes}`);
    return content;
  },
});

const notReadable = (error: unknown, path: string): CodedError =>
  unreadable(error, `file '${path}'`, 'make it a file that this user can read, or name another folder with --files');
