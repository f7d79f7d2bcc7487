import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { backOff, type ReaderTuning, SYSTEM_TUNING } from './read-backoff';

export type StoredItem = Record<string, AttributeValue>;

/** DynamoDB takes no more keys in a call, and refuses one that is named twice. */
const MAX_BATCH_KEYS = 100;
/** Calls in a row that bring nothing. */
const MAX_IDLE_CALLS = 8;
const LONGEST_PAUSE_MS = 2_000;

/**
 * All items with these keys, strongly consistent, in any order. What DynamoDB leaves out (16 MB a call, a throttled
 * partition) is asked for again, with exponential backoff and full jitter while a call brings nothing.
 *
 * @throws Error when several calls in a row bring nothing
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
