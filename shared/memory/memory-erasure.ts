import { isDeepStrictEqual } from 'node:util';
import { type ItemChange, inTransactions } from '../domain/audit-chain/item-change';
import type { Erasure, LedgerItem } from '../ports/erasure';

export interface MemoryErasure extends Erasure {
  readonly store: ErasureStore;
}

/** Open to whoever wants to change what an erasure has read. */
export interface ErasureStore {
  /** By partition and sort key. */
  readonly items: Map<string, LedgerItem>;
  /** Ids of notifications with an item that cannot be read. */
  readonly unreadable: Set<string>;
  /** Addresses, one for each suppression or unsubscription. */
  readonly preferences: string[];
}

/** Items of a ledger in this process. */
export function memoryErasure(...saved: readonly LedgerItem[]): MemoryErasure {
  const items = new Map(saved.map((item) => [keyOf(item), item]));
  const store: ErasureStore = { items, unreadable: new Set(), preferences: [] };
  return {
    store,
    ids: async function* (tenant) {
      const records = [...items.values()].filter(({ sk }) => sk === 'E');
      yield* records.filter((record) => tenant === undefined || record.tenant === tenant).map(({ pk }) => pk);
    },
    items: async (id) => (store.unreadable.has(id) ? undefined : itemsOf(items, id)),
    apply: async (changes, read) => {
      const before = new Map(read.map((item) => [keyOf(item), item]));
      const isWritten = inTransactions(changes).every((transaction) => transact(transaction, before, items));
      return isWritten ? undefined : 'changed';
    },
    preferences: async (address) => store.preferences.filter((other) => other === address).length,
  };
}

const itemsOf = (items: ReadonlyMap<string, LedgerItem>, id: string): LedgerItem[] =>
  [...items.values()].filter(({ pk }) => pk === id).toSorted((left, right) => (left.sk < right.sk ? -1 : 1));

function transact(
  transaction: readonly ItemChange<LedgerItem>[],
  before: ReadonlyMap<string, LedgerItem>,
  items: Map<string, LedgerItem>,
): boolean {
  const keys = transaction.flatMap((change) => [change.put, change.delete ?? change.put].map(keyOf));
  if (!keys.every((key) => isDeepStrictEqual(items.get(key), before.get(key)))) return false;
  for (const change of transaction) {
    if (change.delete) items.delete(keyOf(change.delete));
    items.set(keyOf(change.put), change.put);
  }
  return true;
}

const keyOf = ({ pk, sk }: LedgerItem): string => `${pk} ${sk}`;
