import { describeAttachmentStoreContract } from '../testing/attachment-store-contract';
import { memoryAttachmentStore } from './memory-attachment-store';

describeAttachmentStoreContract('memoryAttachmentStore', () => {
  const objects: Record<string, Uint8Array> = {};
  return {
    store: memoryAttachmentStore(objects),
    put: async (key, content) => {
      objects[key] = content;
    },
  };
});
