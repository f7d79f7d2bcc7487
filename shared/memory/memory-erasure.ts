import { isDeepStrictEqual } from 'node:util';
import { type ItemChange, inTransactions } from '../domain/audit-chain/item-change';
import type { Erasure, LedgerItem } from '../ports/erasure';

export interface MemoryErasure extends Erasure {
  readonly store: ErasureStore;
}

/** Exposed so that a test can change items that an erasure has read. */
export interface ErasureStore {
  /** By partition and sort key. */
  readonly items: Map<string, LedgerItem>;
  /** Ids of notifications with an item that cannot be read. */
  readonly unreadable: Set<string>;
  /** Addresses, one for each suppression or unsubscription. */
  readonly preferences: string[];
}

/** In-memory ledger items for an erasure. */
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
      for (const transaction of inTransactions(changes)) {
        const failure = transact(transaction, before, items);
        if (failure !== undefined) return failure;
      }
      return undefined;
    },
    preferences: async (address) => store.preferences.filter((other) => other === address).length,
  };
}

const itemsOf = (items: ReadonlyMap<string, LedgerItem>, id: string): LedgerItem[] =>
  [...items.values()].filter(({ pk }) => pk === id).toSorted((left, right) => (left.sk < right.sk ? -1 : 1));

/** @see Amazon DynamoDB API, TransactWriteItems: one transaction cannot have two actions on one item */
function transact(
  transaction: readonly ItemChange<LedgerItem>[],
  before: ReadonlyMap<string, LedgerItem>,
  items: Map<string, LedgerItem>,
): 'changed' | 'refused' | undefined {
  const keys = transaction.flatMap(({ put, deletes }) => [put, ...deletes].map(keyOf));
  if (new Set(keys).size < keys.length) return 'refused';
  if (!keys.every((key) => isDeepStrictEqual(items.get(key), before.get(key)))) return 'changed';
  for (const { put, deletes } of transaction) {
    for (const item of deletes) items.delete(keyOf(item));
    items.set(keyOf(put), put);
  }
  return undefined;
}

const keyOf = ({ pk, sk }: LedgerItem): string => `${pk} ${sk}`;
