import type { AuditVault } from '../ports/audit-vault';

export interface MemoryAuditVault extends AuditVault {
  /** By key, exposed so that a test can tamper with them. */
  readonly objects: Map<string, string>;
}

/** In-memory vault. */
export function memoryAuditVault(): MemoryAuditVault {
  const objects = new Map<string, string>();
  return {
    objects,
    putOnce: async (key, text) => {
      if (objects.has(key)) return false;
      objects.set(key, text);
      return true;
    },
    list: async function* (prefix, after = '') {
      yield* [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted();
    },
    read: async (key) => objects.get(key),
  };
}
