import type { KeyPurpose } from '../ports/data-keys';
import { describeDataKeysContract } from '../testing/data-keys-contract';
import { memoryDataKeys } from './memory-data-keys';

describeDataKeysContract('memory data keys', async () => {
  const keys = new Map<KeyPurpose, Uint8Array>();
  return () => memoryDataKeys(keys);
});
