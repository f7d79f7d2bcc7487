import { describeUploadsContract } from '../testing/uploads-contract';
import { memoryUploads } from './memory-uploads';

describeUploadsContract('memory', () => {
  const { objects, ...bucket } = memoryUploads();
  const put = async (key: string, content: Uint8Array) => void objects.set(key, content);
  return { ...bucket, put, remove: async (key) => void objects.delete(key) };
});
