import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttachmentStore } from '../../../shared/ports/attachment-store';

/** Files of a folder, by their path in it. The keys are checked before: none leads out of it. */
export const localFiles = (folder: string): AttachmentStore => ({
  size: async (key) => {
    try {
      const found = await stat(join(folder, key));
      return found.isFile() ? found.size : undefined;
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
      throw error;
    }
  },
  read: async (key, maxBytes) => {
    const content = await readFile(join(folder, key));
    if (content.length > maxBytes) throw new Error(`object has ${content.length} bytes, allowed ${maxBytes}`);
    return content;
  },
});
