import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { chunksOf } from '../../domain/kit/chunks/chunks-of';
import { semaphore } from '../../domain/kit/concurrency/semaphore';
import { isRecordId } from '../../domain/notification/record-id';
import type { AcceptedSummary, DeliveriesOfNotification, ListingDetails } from '../../ports/listing';
import { DELIVERY_PREFIX, eventItemKey } from './ledger-items';
import { backOff, type ReaderTuning, SYSTEM_TUNING } from './read-backoff';

const MAX_CONCURRENT_READS = 32;
/** DynamoDB's limit is 100; a call reads at most 16 MB, and a notification has up to 256 KiB. */
const MAX_KEYS = 50;
const MAX_CALLS = 6;
const LONGEST_PAUSE_MS = 1_000;

/**
 * DynamoDB charges for the whole items, half a read unit for each 4 kB, and transfers only the projected attributes. A query
 * ends after 1 MB: deliveries with a parked message may be as large as their notification.
 */
export function dynamodbListingDetails(
  client: DynamoDBClient,
  tableName: string,
  tuning: ReaderTuning = SYSTEM_TUNING,
): ListingDetails {
  const { run } = semaphore(MAX_CONCURRENT_READS);
  return {
    deliveriesOf: (tenant, ids, limit) =>
      Promise.all(ids.map((id) => run(() => deliveriesOf(client, tableName, { tenant, id, limit })))),
    acceptedOf: async (ids) => {
      const chunks = chunksOf([...new Set(ids)].filter(isRecordId), MAX_KEYS);
      return (await Promise.all(chunks.map((chunk) => run(() => acceptedOf(client, tableName, chunk, tuning))))).flat();
    },
  };
}

async function deliveriesOf(
  client: DynamoDBClient,
  TableName: string,
  { tenant, id, limit }: { readonly tenant: string; readonly id: string; readonly limit: number },
): Promise<DeliveriesOfNotification> {
  if (!isRecordId(id)) return { deliveries: [], hasMore: false };
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :id AND begins_with(sk, :deliveries)',
      ProjectionExpression: 'channel, target, #state, attempted, tenant',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: marshall({ ':id': id, ':deliveries': DELIVERY_PREFIX }),
      Limit: limit,
    }),
  );
  const own = Items.map((item) => unmarshall(item)).filter((item) => item.tenant === tenant);
  const deliveries = own.map(({ channel, target, state, attempted }) => ({ channel, target, state, attempted }));
  return { deliveries, hasMore: LastEvaluatedKey !== undefined };
}

async function acceptedOf(
  client: DynamoDBClient,
  tableName: string,
  ids: readonly string[],
  tuning: ReaderTuning,
): Promise<AcceptedSummary[]> {
  const found: AcceptedSummary[] = [];
  let Keys: Record<string, AttributeValue>[] = ids.map((id) => marshall(eventItemKey(id)));
  for (let round = 0; Keys.length > 0; round++) {
    if (round === MAX_CALLS) throw new Error(`DynamoDB left reads of ${tableName} unprocessed`);
    if (round > 0) await backOff(round, LONGEST_PAUSE_MS, tuning);
    const RequestItems = { [tableName]: { Keys, ConsistentRead: true, ...PROJECTION } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems }));
    found.push(...(Responses?.[tableName] ?? []).map(toAccepted));
    Keys = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return found;
}

const PROJECTION = {
  ProjectionExpression: 'pk, tenant, #type, acceptedAt, expiresAt',
  ExpressionAttributeNames: { '#type': 'type' },
};

function toAccepted(item: Record<string, AttributeValue>): AcceptedSummary {
  const { pk, tenant, type, acceptedAt, expiresAt } = unmarshall(item);
  return { id: pk, tenant, type, acceptedAt, expiresAt };
}
