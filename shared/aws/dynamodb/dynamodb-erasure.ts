import {
  type DynamoDBClient,
  DynamoDBServiceException,
  paginateQuery,
  paginateScan,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type ItemChange, inTransactions } from '../../domain/audit-chain/item-change';
import type { Erasure, LedgerItem } from '../../ports/erasure';
import { attributesOf } from './attributes-of';
import { EVENT_KEY } from './ledger-items';

/** For the erase command only: no function has these permissions. */
export const dynamodbErasure = (client: DynamoDBClient, ledger: string, directory: string): Erasure => ({
  ids: async function* (tenant) {
    const scan = {
      TableName: ledger,
      ProjectionExpression: 'pk',
      FilterExpression: tenant === undefined ? 'sk = :event' : 'sk = :event AND tenant = :tenant',
      ExpressionAttributeValues: marshall({ ':event': EVENT_KEY, ':tenant': tenant }, { removeUndefinedValues: true }),
    };
    for await (const { Items = [] } of paginateScan({ client }, scan)) {
      for (const item of Items) yield String(unmarshall(item).pk);
    }
  },
  items: (id) => readAll(client, ledger, id),
  apply: async (changes, read) => {
    const before = new Map(read.map((item) => [keyOf(item), item]));
    try {
      for (const transaction of inTransactions(changes)) await write(client, ledger, transaction, before);
      return undefined;
    } catch (error) {
      return failureOf(error);
    }
  },
  preferences: async (address) => {
    const query = { TableName: directory, KeyConditionExpression: 'pk = :pk', Select: 'COUNT' } as const;
    const ExpressionAttributeValues = marshall({ ':pk': `S#${address}` });
    const { Count = 0 } = await client.send(new QueryCommand({ ...query, ExpressionAttributeValues }));
    return Count;
  },
});

const keyOf = ({ pk, sk }: LedgerItem): string => `${pk} ${sk}`;

async function readAll(client: DynamoDBClient, TableName: string, pk: string): Promise<LedgerItem[] | undefined> {
  const items: (LedgerItem | undefined)[] = [];
  const query = {
    TableName,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': pk }),
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    items.push(...Items.map((item) => attributesOf(item) as LedgerItem | undefined));
  }
  const readable = items.filter((item) => item !== undefined);
  return readable.length === items.length ? readable : undefined;
}

async function write(
  client: DynamoDBClient,
  table: string,
  changes: readonly ItemChange<LedgerItem>[],
  before: ReadonlyMap<string, LedgerItem>,
): Promise<void> {
  const TransactItems = changes.flatMap((change) => [
    put(table, change.put, before.get(keyOf(change.put))),
    ...change.deletes.map((item) => remove(table, item)),
  ]);
  await client.send(new TransactWriteItemsCommand({ TransactItems }));
}

/** `changed` after a concurrent write, `refused` if DynamoDB rejects the items; throws every other error. */
function failureOf(error: unknown): 'changed' | 'refused' {
  if (error instanceof TransactionCanceledException) {
    const codes = (error.CancellationReasons ?? []).map(({ Code = '' }) => Code);
    return codes.some((code) => OF_ANOTHER_WRITE.includes(code)) ? 'changed' : 'refused';
  }
  if (error instanceof DynamoDBServiceException && error.name === 'ValidationException') return 'refused';
  throw error;
}

const OF_ANOTHER_WRITE = ['ConditionalCheckFailed', 'TransactionConflict'];

const put = (TableName: string, item: LedgerItem, before: LedgerItem | undefined): TransactWriteItem => ({
  Put: {
    TableName,
    Item: marshall(item),
    ...(before ? asRead(before) : { ConditionExpression: 'attribute_not_exists(pk)' }),
  },
});

const remove = (TableName: string, item: LedgerItem): TransactWriteItem => ({
  Delete: { TableName, Key: marshall({ pk: item.pk, sk: item.sk }), ...asRead(item) },
});

/** Mutable attributes of records and deliveries; an attempt never changes. */
const CHANGING = ['text', 'state', 'attempted', 'leaseUntil', 'redrive', 'notBefore', 'dueAt', 'feedback', 'returned'];

/** Optimistic concurrency: a condition that the item is unchanged since it was read. */
function asRead(item: LedgerItem) {
  const stored: Readonly<Record<string, unknown>> = { ...item };
  const known = CHANGING.filter((name) => stored[name] !== undefined);
  const unchanged = CHANGING.map((name) =>
    known.includes(name) ? `#${name} = :${name}` : `attribute_not_exists(#${name})`,
  );
  return {
    ConditionExpression: ['attribute_exists(pk)', ...unchanged].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(CHANGING.map((name) => [`#${name}`, name])),
    ...(known.length > 0 && {
      ExpressionAttributeValues: marshall(Object.fromEntries(known.map((name) => [`:${name}`, stored[name]]))),
    }),
  };
}
