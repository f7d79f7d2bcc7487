import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, tableStore } from './table-store';

type Input = Record<string, unknown>;

/** What DynamoDB was asked for since the start. */
export interface Use {
  /** Items written, by whatever operation. */
  writes: number;
  /** 4 KB each; half of that for a read that is not strongly consistent. */
  readUnits: number;
}

/**
 * DynamoDB for benchmarks: stores what is put into the directory, reads by key and by partition in pages of 1 MB, and
 * grants each conditional write. It evaluates no expression, because none is measured; items of the ledger are counted and
 * not kept, unless they were stored by `seed`.
 */
export function dynamodbDouble() {
  const { put, get, partition, page } = tableStore();
  const use: Use = { writes: 0, readUnits: 0 };
  const isKept = (table: unknown) => String(table).includes('directory');
  const write = (table: unknown, item: unknown) => {
    use.writes++;
    if (isKept(table)) put(String(table), item as Item);
    return {};
  };
  const read = (table: unknown, key: unknown, isConsistent: unknown): Item | undefined => {
    const found = get(String(table), key as Item);
    use.readUnits += units(found?.bytes ?? 1, isConsistent);
    return found?.item;
  };
  const operations: Readonly<Record<string, (input: Input) => unknown>> = {
    PutItem: ({ TableName, Item }) => write(TableName, Item),
    GetItem: ({ TableName, Key, ConsistentRead }) => ({ Item: read(TableName, Key, ConsistentRead) }),
    UpdateItem: () => {
      use.writes++;
      return {};
    },
    BatchExecuteStatement: ({ Statements }) => {
      const statements = Statements as { Statement: string }[];
      use.writes += statements.length;
      return { Responses: statements.map(({ Statement }) => ({ TableName: tableOf(Statement) })) };
    },
    TransactWriteItems: ({ TransactItems }) => {
      for (const { Put } of TransactItems as { Put?: Input }[]) {
        if (Put) write(Put.TableName, Put.Item);
        else use.writes++;
      }
      return {};
    },
    BatchGetItem: ({ RequestItems }) => {
      const found = Object.entries(RequestItems as Record<string, Input>).map(([table, { Keys, ConsistentRead }]) => [
        table,
        (Keys as Item[]).map((key) => read(table, key, ConsistentRead)).filter((item) => item !== undefined),
      ]);
      return { Responses: Object.fromEntries(found), UnprocessedKeys: {} };
    },
    Scan: () => ({ Items: [], Count: 0, ScannedCount: 0 }),
    Query: (input) => {
      const { TableName, IndexName, ConsistentRead, ScanIndexForward } = input;
      const values = input.ExpressionAttributeValues as Item;
      const name = IndexName === undefined ? String(TableName) : `${TableName}/${IndexName}`;
      const items = partition(name, partitionOf(values), ScanIndexForward !== false);
      const { bytes, LastEvaluatedKey, Items } = page(items, input as Parameters<typeof page>[1]);
      use.readUnits += units(bytes, ConsistentRead);
      return { Items, Count: Items.length, ScannedCount: Items.length, ...(LastEvaluatedKey && { LastEvaluatedKey }) };
    },
  };
  return {
    operations,
    use,
    seed: (table: string, items: readonly Item[]) => {
      for (const item of items) put(table, item);
    },
  };
}

const units = (bytes: number, isConsistent: unknown): number =>
  Math.max(Math.ceil(bytes / 4_096), 1) * (isConsistent === true ? 1 : 0.5);

/** The table of a PartiQL statement, such as `UPDATE "ledger" SET …`. */
const tableOf = (statement: string): string => /(?:UPDATE|INTO|FROM)\s+"([^"]+)"/i.exec(statement)?.[1] ?? '';

const PARTITION_VALUES = [':pk', ':id', ':shard'];
const partitionOf = (values: Readonly<Record<string, AttributeValue>>): string =>
  PARTITION_VALUES.map((name) => values[name]?.S).find((value) => value !== undefined) ?? '';
