import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { itemSize } from '../units/item-size';

export type Item = Record<string, AttributeValue>;

interface Stored {
  readonly item: Item;
  readonly bytes: number;
}

interface PageRequest {
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
  readonly IndexName?: string;
}

/** DynamoDB ends the page of a Query here. */
const PAGE_BYTES = 1_000_000;
/** Keys of an index entry, and how an index is stored: as a table whose partition key is the shard. */
const ENTRY_BYTES = 150;

/** Tables in memory: items by key, and the sorted items of a partition, which are sorted once. */
export function tableStore() {
  const tables = new Map<string, Map<string, Map<string, Stored>>>();
  const sorted = new Map<string, Stored[]>();
  const partitionIn = (table: string, pk = '') => {
    const partitions = tables.get(table) ?? new Map<string, Map<string, Stored>>();
    tables.set(table, partitions);
    const found = partitions.get(pk) ?? new Map<string, Stored>();
    partitions.set(pk, found);
    return found;
  };
  const put = (table: string, item: Item): void => {
    const stored = { item, bytes: itemSize(item) };
    partitionIn(table, item.pk?.S).set(item.sk?.S ?? '', stored);
    sorted.delete(`${table}\n${item.pk?.S}`);
    const { parkShard, pk, sk, dueAt } = item;
    if (parkShard?.S === undefined || pk === undefined || sk === undefined) return;
    const entry = { item: { pk, sk }, bytes: ENTRY_BYTES };
    partitionIn(`${table}/parked`, parkShard.S).set(`${dueAt?.S} ${pk.S} ${sk.S}`, entry);
    sorted.delete(`${table}/parked\n${parkShard.S}`);
  };
  return {
    put,
    get: (table: string, { pk, sk }: Item): Stored | undefined =>
      tables
        .get(table)
        ?.get(pk?.S ?? '')
        ?.get(sk?.S ?? ''),
    partition: (table: string, pk: string, isAscending: boolean): readonly Stored[] => {
      const key = `${table}\n${pk}`;
      const ascending = sorted.get(key) ?? inOrder(tables.get(table)?.get(pk));
      sorted.set(key, ascending);
      return isAscending ? ascending : ascending.toReversed();
    },
    page: (all: readonly Stored[], { Limit = Number.POSITIVE_INFINITY, ExclusiveStartKey }: PageRequest) => {
      const from = ExclusiveStartKey === undefined ? 0 : placeOf(all, ExclusiveStartKey) + 1;
      let [to, bytes] = [from, 0];
      while (to < all.length && to - from < Limit && bytes < PAGE_BYTES) bytes += all[to++]?.bytes ?? 0;
      const Items = all.slice(from, to).map(({ item }) => item);
      const last = all[to - 1]?.item;
      return { Items, bytes, ...(to < all.length && last && { LastEvaluatedKey: { pk: last.pk, sk: last.sk } }) };
    },
  };
}

const inOrder = (partition: ReadonlyMap<string, Stored> = new Map()): Stored[] =>
  [...partition].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, stored]) => stored);

const placeOf = (all: readonly Stored[], { pk, sk }: Item): number =>
  all.findIndex(({ item }) => item.sk?.S === sk?.S && item.pk?.S === pk?.S);
