import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ParkedDeliveries, ParkedDelivery } from '../ports/ledger';
import { deliveryItemKey, PARKED_INDEX, shardKey } from './ledger-items';

type Item = Record<string, AttributeValue>;

/** Messages are up to 256 KiB each, every shard has a page of them in memory, several times over, and SQS takes ten. */
const PAGE_SIZE = 10;

/** The index has keys alone; what it lists is read from the table, where a claim shows at once. */
export const dynamodbParkedDeliveries = (client: DynamoDBClient, tableName: string): ParkedDeliveries => ({
  due: async function* (shard, now) {
    for await (const { Items = [] } of paginateQuery(
      { client, pageSize: PAGE_SIZE },
      dueQuery(tableName, shard, now),
    )) {
      const items = Items.length > 0 ? await readAll(client, tableName, Items.map(tableKey)) : [];
      const due = items.flatMap(toParked).filter(({ dueAt }) => dueAt <= now);
      if (due.length > 0) yield due.toSorted((left, right) => (left.dueAt < right.dueAt ? -1 : 1));
    }
  },
  postpone: async ({ key, dueAt }, until) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: marshall(deliveryItemKey(key)),
          ConditionExpression: 'dueAt = :dueAt',
          UpdateExpression: 'SET dueAt = :until',
          ExpressionAttributeValues: marshall({ ':dueAt': dueAt, ':until': until }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});

const dueQuery = (TableName: string, shard: number, now: string) => ({
  TableName,
  IndexName: PARKED_INDEX,
  KeyConditionExpression: 'parkShard = :shard AND dueAt <= :now',
  ExpressionAttributeValues: marshall({ ':shard': shardKey(shard), ':now': now }),
});

const tableKey = ({ pk, sk }: Item): Item => ({ pk: pk as AttributeValue, sk: sk as AttributeValue });

async function readAll(client: DynamoDBClient, tableName: string, keys: readonly Item[]): Promise<Item[]> {
  const items: Item[] = [];
  let Keys: Item[] = [...keys];
  while (Keys.length > 0) {
    const RequestItems = { [tableName]: { Keys, ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems }));
    items.push(...(Responses?.[tableName] ?? []));
    Keys = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return items;
}

/** Nothing of what was settled since the index listed it. */
function toParked(item: Item): ParkedDelivery[] {
  const { tenant, notificationId, channel, target, dueAt, parked: message, attempted } = unmarshall(item);
  return dueAt === undefined ? [] : [{ key: { tenant, notificationId, channel, target }, dueAt, message, attempted }];
}
