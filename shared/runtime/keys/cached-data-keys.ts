import { remembered } from '../../domain/kit/cache/remembered';
import { FIRST_KEY_ID, sealingKey } from '../../domain/sealing/numbered-keys';
import type { Clock } from '../../ports/clock';
import type { DataKeyStore, DataKeys, KeyPurpose, StoredKey } from '../../ports/data-keys';

export interface CachedDataKeysOptions {
  readonly store: DataKeyStore;
  readonly clock: Clock;
}

/** How old the list of keys may be. It bounds how long an older key goes on sealing, and a removed one opening. */
export const REFRESH_SECONDS = 300;
/** For how long an id that was not on the list counts as unknown. It bounds the reads that invented ids cause. */
export const UNKNOWN_KEY_SECONDS = 30;

/** Reads the list every five minutes while keys are used, and unseals each key once in the life of a process. */
export function cachedDataKeys({ store, clock }: CachedDataKeysOptions): DataKeys {
  const lists = cachedLists({ store, clock });
  const unsealed = remembered(async (stored: StoredKey) => ({ id: stored.id, key: await store.unseal(stored) }));
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
  /** When the read began, in milliseconds. */
  readonly readAt: number;
}

function cachedLists({ store, clock }: CachedDataKeysOptions) {
  const [known, reads] = [new Map<KeyPurpose, KnownList>(), new Map<KeyPurpose, Promise<readonly StoredKey[]>>()];
  const read = async (purpose: KeyPurpose): Promise<readonly StoredKey[]> => {
    const readAt = clock.now().getTime();
    const listed = await store.list(purpose);
    const last = known.get(purpose);
    // The objects that are known already: what was unsealed is remembered by them.
    const keys = listed.map((key) => last?.keys.find(({ id }) => id === key.id) ?? key);
    known.set(purpose, { keys, readAt });
    return keys;
  };
  /** Coalesces reads: whoever asks while one is under way waits for that one. A read that failed is not remembered. */
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
