import { randomBytes } from 'node:crypto';
import type { DataKeys, KeyPurpose } from '../ports/data-keys';

/** Data keys in this process. Callers that share `keys` are as functions that share a table. */
export const memoryDataKeys = (keys = new Map<KeyPurpose, Uint8Array>()): DataKeys => ({
  key: async (purpose) => {
    const key = keys.get(purpose) ?? new Uint8Array(randomBytes(32));
    keys.set(purpose, key);
    return key;
  },
});
