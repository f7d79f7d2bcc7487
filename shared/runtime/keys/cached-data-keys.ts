import { FIRST_KEY_ID, sealingKey } from '../../domain/sealing/numbered-keys';
import type { Clock } from '../../ports/clock';
import type { DataKeyStore, DataKeys, KeyPurpose, StoredKey } from '../../ports/data-keys';
import { memoize } from './memoize';

export interface CachedDataKeysOptions {
  readonly store: DataKeyStore;
  readonly clock: Clock;
}

/**
 * Maximum age of the cached list of keys. It limits how long an older key still seals, and how long a removed key still
 * opens.
 */
export const REFRESH_SECONDS = 300;
/** How long an id that is not on the list is cached as unknown. It limits the reads that forged ids can cause. */
export const UNKNOWN_KEY_SECONDS = 30;

/**
 * Data keys, cached in memory: the list is refreshed every five minutes while keys are used, and each key is unsealed
 * once per process.
 */
export function cachedDataKeys({ store, clock }: CachedDataKeysOptions): DataKeys {
  const lists = cachedLists({ store, clock });
  const unsealed = memoize(async (stored: StoredKey) => ({ id: stored.id, key: await store.unseal(stored) }));
  const find = async (purpose: KeyPurpose, id: string, maxAgeSeconds: number) =>
    (await lists.get(purpose, maxAgeSeconds)).find((key) => key.id === id);
  const makeFirst = async (purpose: KeyPurpose) => {
    await store.add({ purpose, id: FIRST_KEY_ID, createdAt: clock.now().toISOString() });
    return sealingKey(await lists.read(purpose), clock.now());
  };
  return {
    current: async (purpose) => {
      const known = sealingKey(await lists.get(purpose, REFRESH_SECONDS), clock.now());
      const key = known ?? (await makeFirst(purpose));
      if (key === undefined) throw new Error(`the first key of ${purpose} was removed while it was made`);
      return unsealed(key);
    },
    byId: async (purpose, id) => {
      const key = (await find(purpose, id, REFRESH_SECONDS)) ?? (await find(purpose, id, UNKNOWN_KEY_SECONDS));
      return key && unsealed(key);
    },
  };
}

interface KnownList {
  readonly keys: readonly StoredKey[];
  /** When the read started, in milliseconds since 1970. */
  readonly readAt: number;
}

function cachedLists({ store, clock }: CachedDataKeysOptions) {
  const [known, reads] = [new Map<KeyPurpose, KnownList>(), new Map<KeyPurpose, Promise<readonly StoredKey[]>>()];
  const read = async (purpose: KeyPurpose): Promise<readonly StoredKey[]> => {
    const readAt = clock.now().getTime();
    const listed = await store.list(purpose);
    const last = known.get(purpose);
    // Keep the known objects: `unsealed` is memoized by object identity.
    const keys = listed.map((key) => last?.keys.find(({ id }) => id === key.id) ?? key);
    known.set(purpose, { keys, readAt });
    return keys;
  };
  /** Coalesces reads: concurrent callers share one read. A failed read is not cached. */
  const coalesced = (purpose: KeyPurpose) => {
    const reading = reads.get(purpose) ?? read(purpose).finally(() => reads.delete(purpose));
    reads.set(purpose, reading);
    return reading;
  };
  const get = async (purpose: KeyPurpose, maxAgeSeconds: number): Promise<readonly StoredKey[]> => {
    const list = known.get(purpose);
    const isFresh = list !== undefined && clock.now().getTime() - list.readAt < maxAgeSeconds * 1000;
    return isFresh ? list.keys : coalesced(purpose);
  };
  return { get, read };
}
