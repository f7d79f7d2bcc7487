import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { AttachmentStore } from '../../../shared/ports/attachment-store';
import { unreadable } from '../input/read-input';

/**
 * Attachment store of a folder, with keys as paths in it. Keys were validated before, so none leads out of the folder. An
 * unreadable file is `cli.file_unreadable`: raw file system codes would count as network errors.
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
