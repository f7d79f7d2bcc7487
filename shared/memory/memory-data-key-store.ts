import { randomBytes } from 'node:crypto';
import { byNumber } from '../domain/sealing/numbered-keys';
import type { DataKeyStore, StoredKey } from '../ports/data-keys';

/** In-memory table and KMS: a "sealed" key is its own name. */
export function memoryDataKeyStore(): DataKeyStore {
  const [stored, keys] = [new Map<string, StoredKey>(), new Map<string, Uint8Array>()];
  return {
    list: async (purpose) => [...stored.values()].filter((key) => key.purpose === purpose).toSorted(byNumber),
    add: async (key) => {
      const [name, sealed] = [nameOf(key), randomBytes(16)];
      if (stored.has(name)) return;
      stored.set(name, { ...key, sealed });
      keys.set(`${name} ${sealed.toString('hex')}`, new Uint8Array(randomBytes(32)));
    },
    unseal: async (key) => {
      const unsealed = keys.get(`${nameOf(key)} ${Buffer.from(key.sealed).toString('hex')}`);
      if (unsealed === undefined) throw new Error(`what is stored as key ${nameOf(key)} was not sealed as that`);
      return unsealed;
    },
  };
}

const nameOf = ({ purpose, id }: Pick<StoredKey, 'purpose' | 'id'>): string => `${purpose} ${id}`;
