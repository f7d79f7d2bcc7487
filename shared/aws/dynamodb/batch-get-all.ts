import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { backOff, type ReaderTuning, SYSTEM_TUNING } from './read-backoff';

export type StoredItem = Record<string, AttributeValue>;

/** DynamoDB's limit of keys per call; it refuses duplicate keys. */
const MAX_BATCH_KEYS = 100;
/** Consecutive calls that return nothing. */
const MAX_IDLE_CALLS = 8;
const LONGEST_PAUSE_MS = 2_000;

/**
 * All items with these keys, strongly consistent, in any order. Keys that DynamoDB leaves unprocessed (16 MB a call, a
 * throttled partition) are read again, with exponential backoff and full jitter while calls return nothing.
 *
 * @throws Error after several consecutive calls that return nothing
 * @see Amazon DynamoDB API, BatchGetItem
 */
export async function batchGetAll(
  client: DynamoDBClient,
  tableName: string,
  all: readonly StoredItem[],
  tuning: ReaderTuning = SYSTEM_TUNING,
): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  let keys = [...all];
  for (let idleCalls = 0; keys.length > 0; ) {
    const batch = { [tableName]: { Keys: keys.slice(0, MAX_BATCH_KEYS), ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems: batch }));
    const left = UnprocessedKeys?.[tableName]?.Keys ?? [];
    items.push(...(Responses?.[tableName] ?? []));
    idleCalls = left.length === Math.min(keys.length, MAX_BATCH_KEYS) ? idleCalls + 1 : 0;
    keys = [...left, ...keys.slice(MAX_BATCH_KEYS)];
    if (idleCalls === MAX_IDLE_CALLS) throw new Error(`DynamoDB left reads of ${tableName} unprocessed`);
    if (idleCalls > 0) await backOff(idleCalls, LONGEST_PAUSE_MS, tuning);
  }
  return items;
}
