import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { chunksOf } from '../../domain/kit/chunks/chunks-of';
import { type Semaphore, semaphore } from '../../domain/kit/concurrency/semaphore';
import { describeError } from '../../domain/kit/errors/describe-error';
import { type DeliveryRow, isEndpoint } from '../../domain/listing/listing-row';
import type { ListingWriter } from '../../ports/listing';
import { batchGetAll } from './batch-get-all';
import { deliveryItem, deliveryRowItemKey, type ListingItem, notificationItem } from './listing-items';
import { backOff, type ReaderTuning, SYSTEM_TUNING } from './read-backoff';

/** DynamoDB's limit of items per call. */
const MAX_ITEMS = 25;
const MAX_CALLS = 6;
const LONGEST_PAUSE_MS = 1_000;
const MAX_CONCURRENT_CALLS = 32;

/**
 * Puts rows in batches of 25, and rows that a later state may replace by a call each with a condition on their version.
 * An endpoint's delivered row needs none: nothing follows it, and the conditions of earlier ones refuse to replace it.
 */
export function dynamodbListingWriter(
  client: DynamoDBClient,
  tableName: string,
  tuning: ReaderTuning = SYSTEM_TUNING,
): ListingWriter {
  const calls = semaphore(MAX_CONCURRENT_CALLS);
  return {
    put: async ({ notifications, deliveries }) => {
      const last = deliveries.filter(isLast);
      const results: readonly Tried[] = await Promise.all([
        ...putAll(notifications, notificationItem),
        ...putAll(last, deliveryItem),
        ...deliveries.filter((row) => !isLast(row)).map((row) => putNewer(row)),
      ]);
      const reason = results.find((result) => result.reason !== undefined)?.reason;
      const left = new Set<unknown>(results.flatMap((result) => result.left));
      return {
        notifications: notifications.filter((row) => left.has(row)),
        deliveries: deliveries.filter((row) => left.has(row)),
        ...(reason !== undefined && { reason }),
      };
    },
    known: async (rows) => {
      const keys = rows.map((row) => marshall(deliveryRowItemKey(row)));
      const items = await batchGetAll(client, tableName, keys, tuning);
      const found = new Set(items.map(({ pk, sk }) => JSON.stringify([pk?.S, sk?.S])));
      return rows.filter((row) => found.has(JSON.stringify(Object.values(deliveryRowItemKey(row)))));
    },
  };

  function putAll<Row>(rows: readonly Row[], itemOf: (row: Row) => ListingItem) {
    return chunksOf(rows, MAX_ITEMS).map((chunk) => tried(chunk, calls, () => putBatch(chunk.map(itemOf))));
  }

  async function putBatch(items: readonly ListingItem[]): Promise<void> {
    let left = items.map((Item) => ({ PutRequest: { Item } }));
    for (let round = 0; left.length > 0; round++) {
      if (round === MAX_CALLS) throw new Error(`DynamoDB left writes of ${tableName} unprocessed`);
      if (round > 0) await backOff(round, LONGEST_PAUSE_MS, tuning);
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }),
      );
      left = (UnprocessedItems?.[tableName] ?? []) as typeof left;
    }
  }

  function putNewer(row: DeliveryRow) {
    return tried([row], calls, async () => {
      try {
        await client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: deliveryItem(row),
            ConditionExpression: 'attribute_not_exists(pk) OR version < :version',
            ExpressionAttributeValues: marshall({ ':version': row.version }),
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    });
  }
}

const isLast = ({ state, target }: DeliveryRow): boolean => state === 'delivered' && isEndpoint(target);

interface Tried {
  readonly left: readonly unknown[];
  readonly reason?: string;
}

async function tried(rows: readonly unknown[], { run }: Semaphore, write: () => Promise<void>): Promise<Tried> {
  try {
    await run(write);
    return { left: [] };
  } catch (error) {
    return { left: rows, reason: describeError(error) };
  }
}
