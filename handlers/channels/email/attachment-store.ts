import type { AttachmentStore } from '../../../shared/ports/attachment-store';

/** The store of the bucket. Its S3 client is loaded and created on first use. */
export function attachmentStore(bucket: string): AttachmentStore {
  let opened: AttachmentStore | undefined;
  const store = (): AttachmentStore => {
    opened ??= (require('./attachment-store.lazy') as typeof import('./attachment-store.lazy')).openStore(bucket);
    return opened;
  };
  return { size: async (key) => store().size(key), read: async (key, maxBytes) => store().read(key, maxBytes) };
}
