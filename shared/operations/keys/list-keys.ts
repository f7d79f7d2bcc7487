import { sealingKey, sealsFrom } from '../../domain/sealing/numbered-keys';
import type { Clock } from '../../ports/clock';
import { type DataKeyStore, KEY_PURPOSES, type KeyPurpose, type StoredKey } from '../../ports/data-keys';

export interface ListKeysPorts {
  readonly keyStore: Pick<DataKeyStore, 'list'>;
  readonly clock: Clock;
}

/** The non-secret view of a data key for operators. */
export interface VisibleKey {
  readonly purpose: KeyPurpose;
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** RFC 3339, UTC; undefined if a newer key has replaced it for sealing. */
  readonly sealsFrom?: string;
}

/** The data keys of every purpose, oldest first within a purpose. */
export async function listKeys({ keyStore, clock }: ListKeysPorts): Promise<readonly VisibleKey[]> {
  const lists = await Promise.all(KEY_PURPOSES.map((purpose) => keyStore.list(purpose)));
  return lists.flatMap((list) => visibleKeys(list, clock.now()));
}

/** @param keys of one purpose, the oldest first */
const visibleKeys = (keys: readonly StoredKey[], now: Date): VisibleKey[] =>
  keys.map(({ sealed, ...key }, index) => {
    const seals = index >= keys.findIndex(({ id }) => id === sealingKey(keys, now)?.id);
    return { ...key, ...(seals && { sealsFrom: sealsFrom(key).toISOString() }) };
  });
