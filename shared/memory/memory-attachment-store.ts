import type { AttachmentStore } from '../ports/attachment-store';

/** In-memory attachment store over these objects, by key. */
export const memoryAttachmentStore = (objects: Readonly<Record<string, Uint8Array>> = {}): AttachmentStore => ({
  size: async (key) => (Object.hasOwn(objects, key) ? objects[key]?.length : undefined),
  read: async (key, maxBytes) => {
    const bytes = Object.hasOwn(objects, key) ? objects[key] : undefined;
    if (bytes === undefined) throw new Error('there is no such object');
    if (bytes.length > maxBytes) throw new Error(`object has ${bytes.length} bytes, allowed ${maxBytes}`);
    return bytes;
  },
});
