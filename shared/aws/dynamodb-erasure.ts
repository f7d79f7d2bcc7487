import {
  type AttributeValue,
  type DynamoDBClient,
  paginateQuery,
  paginateScan,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Erasure, LedgerItem } from '../ports/erasure';
import { EVENT_KEY } from './ledger-items';

/** For the command that erases: no function has permissions like these. */
export const dynamodbErasure = (client: DynamoDBClient, ledger: string, directory: string): Erasure => ({
  notifications: async function* (tenant) {
    const scan = {
      TableName: ledger,
      ProjectionExpression: 'pk',
      FilterExpression: tenant === undefined ? 'sk = :event' : 'sk = :event AND tenant = :tenant',
      ExpressionAttributeValues: marshall({ ':event': EVENT_KEY, ':tenant': tenant }, { removeUndefinedValues: true }),
    };
    for await (const { Items = [] } of paginateScan({ client }, scan)) {
      for (const item of Items) yield readAll(client, ledger, String(unmarshall(item).pk));
    }
  },
  apply: async ({ puts, deletes }, read) => {
    const before = new Map(read.map((item) => [`${item.pk} ${item.sk}`, item]));
    const TransactItems = [
      ...puts.map((item) => put(ledger, item, before.get(`${item.pk} ${item.sk}`))),
      ...deletes.map((item) => remove(ledger, item)),
    ];
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
  },
  preferences: async (address) => {
    const query = { TableName: directory, KeyConditionExpression: 'pk = :pk', Select: 'COUNT' } as const;
    const ExpressionAttributeValues = marshall({ ':pk': `S#${address}` });
    const { Count = 0 } = await client.send(new QueryCommand({ ...query, ExpressionAttributeValues }));
    return Count;
  },
});

async function readAll(client: DynamoDBClient, TableName: string, pk: string): Promise<LedgerItem[]> {
  const items: LedgerItem[] = [];
  const query = {
    ...{ TableName, ConsistentRead: true, KeyConditionExpression: 'pk = :pk' },
    ExpressionAttributeValues: marshall({ ':pk': pk }),
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    items.push(...Items.map((item: Record<string, AttributeValue>) => unmarshall(item) as LedgerItem));
  }
  return items;
}

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

/** A record has its text, a delivery its state and whose it is at the moment; an attempt never changes. */
const CHANGING = ['text', 'state', 'attempted', 'leaseUntil', 'redrive', 'notBefore', 'dueAt', 'feedback'];

/** Nobody has written it since it was read. */
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
