import { type AttributeValue, type DynamoDBClient, paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { chunksOf } from '../../domain/kit/chunks/chunks-of';
import type { ParkedDeliveries, ParkedDelivery } from '../../ports/ledger';
import { attributesOf } from './attributes-of';
import { batchGetAll } from './batch-get-all';
import { isWritten } from './is-written';
import { deliveryItemKey, deliveryPrefix, PARK_ATTRIBUTES, PARKED_INDEX, shardKey } from './ledger-items';
import { type BatchOptions, statementWriter, type WriteStatement } from './write-statements';

type Item = Record<string, AttributeValue>;

/** Messages are up to 256 KiB each, and every shard of every channel has a page in memory, several times. */
const PAGE_SIZE = 10;
/**
 * Page size of the index, whose items have 100 to 200 bytes. Larger pages gain nothing: a hundred of these are a second.
 */
const INDEX_PAGE_SIZE = 1_000;

/**
 * The index is keys-only and eventually consistent; the items are then read from the table, where a claim is visible at
 * once. Items of other channels are filtered by the table's sort key before the table is read, so a backlog of one channel
 * costs another channel only small index items. Filtered here and not by a FilterExpression: that would read, and charge
 * for, as much, and AWS documents that it cannot name key attributes without saying of which index (Developer Guide,
 * "Filter expressions for the Query operation").
 *
 * Postponements share calls, like the writes of a channel's batch.
 */
export function dynamodbParkedDeliveries(
  client: DynamoDBClient,
  tableName: string,
  batching: BatchOptions,
): ParkedDeliveries {
  const execute = statementWriter(client, batching);
  return {
    due: async function* (channel, shard, now) {
      for await (const keys of dueKeys(client, tableName, shard, now)) {
        const own = keys.filter(({ sk }) => sk?.S?.startsWith(deliveryPrefix(channel)));
        for (const page of chunksOf(own, PAGE_SIZE)) {
          const items = await batchGetAll(client, tableName, page);
          const due = items.flatMap((item) => toParked(channel, item)).filter(({ dueAt }) => dueAt <= now);
          if (due.length > 0) yield due.toSorted((left, right) => (left.dueAt < right.dueAt ? -1 : 1));
        }
      }
    },
    dueOfOthers: async (channels, shard, now) => {
      const counts = new Map<string, number>();
      for await (const keys of dueKeys(client, tableName, shard, now)) {
        for (const channel of keys.map(({ sk }) => channelOf(sk?.S)))
          if (!channels.includes(channel)) counts.set(channel, (counts.get(channel) ?? 0) + 1);
      }
      return counts;
    },
    postpone: async (parked, until) =>
      (await execute(postponeStatement(tableName, parked, until))) ||
      isWritten(client.send(unchangedUpdate(tableName, parked, 'SET dueAt = :until', { ':until': until }))),
    unpark: async (parked) =>
      isWritten(client.send(unchangedUpdate(tableName, parked, `REMOVE ${PARK_ATTRIBUTES.join(', ')}`))),
  };
}

const postponeStatement = (tableName: string, { key, dueAt }: ParkedDelivery, until: string): WriteStatement => {
  const { pk, sk } = deliveryItemKey(key);
  const text = `UPDATE "${tableName}" SET "dueAt" = ? WHERE "pk" = ? AND "sk" = ? AND "dueAt" = ?`;
  return { key: { pk, sk }, text, values: [until, pk, sk, dueAt] };
};

const unchangedUpdate = (
  TableName: string,
  { key, dueAt }: ParkedDelivery,
  UpdateExpression: string,
  values: Readonly<Record<string, string>> = {},
): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName,
    Key: marshall(deliveryItemKey(key)),
    UpdateExpression,
    ConditionExpression: 'dueAt = :dueAt',
    ExpressionAttributeValues: marshall({ ':dueAt': dueAt, ...values }),
  });

async function* dueKeys(client: DynamoDBClient, TableName: string, shard: number, now: string): AsyncIterable<Item[]> {
  const query = {
    TableName,
    IndexName: PARKED_INDEX,
    ProjectionExpression: 'pk, sk',
    KeyConditionExpression: 'parkShard = :shard AND dueAt <= :now',
    ExpressionAttributeValues: marshall({ ':shard': shardKey(shard), ':now': now }),
  };
  for await (const { Items = [] } of paginateQuery({ client, pageSize: INDEX_PAGE_SIZE }, query)) yield Items;
}

/** The channel of a sort key `D#<channel>#<target>`. */
const channelOf = (sk = ''): string => sk.split('#', 2)[1] ?? '';

/** Empty if the delivery was settled since the index listed it. Takes the item's own key: its attributes could differ. */
function toParked(channel: string, item: Item): ParkedDelivery[] {
  const [notificationId = '', sk = '', tenant = '', dueAt] = [item.pk, item.sk, item.tenant, item.dueAt].map(
    (one) => one?.S,
  );
  const { parked: message, attempted } = attributesOf(item) ?? {};
  const target = sk.slice(deliveryPrefix(channel).length);
  return dueAt === undefined ? [] : [{ key: { tenant, notificationId, channel, target }, dueAt, message, attempted }];
}
