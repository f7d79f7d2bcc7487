import { nextKeyId } from '../../domain/sealing/numbered-keys';
import type { Clock } from '../../ports/clock';
import type { DataKeyStore, KeyPurpose, StoredKey } from '../../ports/data-keys';

/**
 * Adds the next key of a purpose, idempotently: of concurrent callers that saw the same keys, one adds the key, and all
 * of them get that one.
 *
 * @param known the keys that the caller saw, oldest first
 */
export async function addDataKey(
  purpose: KeyPurpose,
  known: readonly StoredKey[],
  { store, clock }: { readonly store: DataKeyStore; readonly clock: Clock },
): Promise<StoredKey> {
  const id = nextKeyId(known);
  await store.add({ purpose, id, createdAt: clock.now().toISOString() });
  const added = (await store.list(purpose)).find((key) => key.id === id);
  if (added === undefined) throw new Error(`key ${id} of ${purpose} was removed while it was made`);
  return added;
}
