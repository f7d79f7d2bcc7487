import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Delivery } from '../../domain/delivery/claim';
import { ORPHAN_UNRECOVERABLE } from '../../domain/delivery/orphan';
import { parkShard } from '../../domain/delivery/park-shard';
import type { Parking } from '../../ports/ledger';
import type { Logger } from '../../ports/logger';
import type { OpenDeliveries, ScanProgress, ScanProgressStore } from '../../ports/open-deliveries';
import { attributesOf } from './attributes-of';
import { asSeen } from './delivery-commands';
import { isWritten } from './is-written';
import { deliveryItemKey, orphanScanKey, shardKey } from './ledger-items';

/**
 * A page costs 128 read units, however few deliveries it lists: DynamoDB filters after it has read the megabyte. An
 * unreadable item is logged and skipped, so that it does not end the scan.
 *
 * @see Amazon DynamoDB Developer Guide, "Scanning tables in DynamoDB"
 */
export const dynamodbOpenDeliveries = (client: DynamoDBClient, tableName: string, log: Logger): OpenDeliveries => ({
  page: async (after, now) => {
    const { Items = [], LastEvaluatedKey } = await client.send(scanCommand(tableName, after, now));
    const deliveries = Items.flatMap((item) => toDelivery(item) ?? logUnreadable(item, log));
    return { deliveries, ...(LastEvaluatedKey && { next: JSON.stringify(unmarshall(LastEvaluatedKey)) }) };
  },
  adopt: async (delivery, parking) => isWritten(client.send(adoptUpdate(delivery, parking, tableName))),
});

const scanCommand = (TableName: string, after: string | undefined, now: Date): ScanCommand =>
  new ScanCommand({
    TableName,
    ...(after !== undefined && { ExclusiveStartKey: marshall(JSON.parse(after)) }),
    FilterExpression: '#state IN (:claimed, :retrying) AND attribute_not_exists(dueAt) AND expiresAt > :now',
    ProjectionExpression:
      'tenant, notificationId, channel, target, #state, attempted, attempts, leaseUntil, notBefore, digest, redrive',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ':claimed': 'claimed',
      ':retrying': 'retrying',
      ':now': Math.floor(now.getTime() / 1000),
    }),
  });

/** Does not change the TTL: the claim of the next attempt extends it. */
function adoptUpdate(delivery: Delivery, { dueAt, message }: Parking, TableName: string): UpdateItemCommand {
  const { condition, values } = asSeen(delivery);
  return new UpdateItemCommand({
    TableName,
    Key: marshall(deliveryItemKey(delivery)),
    ConditionExpression: `${condition} AND attribute_not_exists(dueAt)`,
    UpdateExpression: 'SET dueAt = :dueAt, parkShard = :shard, parked = :parked',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({
      ...values,
      ':dueAt': dueAt,
      ':shard': shardKey(parkShard(delivery)),
      ':parked': message,
    }),
  });
}

function toDelivery(item: Record<string, AttributeValue>): Delivery | undefined {
  const read = attributesOf(item);
  if (read === undefined) return undefined;
  const { attempts = [], ...delivery } = read;
  return Array.isArray(attempts) ? ({ ...delivery, attempts } as unknown as Delivery) : undefined;
}

function logUnreadable({ notificationId, channel, tenant }: Record<string, AttributeValue>, log: Logger): [] {
  const about = { notificationId: notificationId?.S, channel: channel?.S, tenant: tenant?.S };
  log.error(ORPHAN_UNRECOVERABLE, { ...about, reason: 'ledger.delivery.unreadable' });
  return [];
}

export const dynamodbScanProgress = (client: DynamoDBClient, TableName: string): ScanProgressStore => ({
  read: async () => {
    const Key = marshall(orphanScanKey);
    const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    if (Item === undefined) return undefined;
    const { startedAt, after } = unmarshall(Item) as ScanProgress;
    return { startedAt, ...(after !== undefined && { after }) };
  },
  save: async (progress) => {
    await client.send(new PutItemCommand({ TableName, Item: marshall({ ...orphanScanKey, ...progress }) }));
  },
});
