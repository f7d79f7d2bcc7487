import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Sleep, systemSleep } from '../ports/clock';

export type StoredItem = Record<string, AttributeValue>;

/** DynamoDB takes no more keys in a call, and refuses one that is named twice. */
const MAX_BATCH_KEYS = 100;
/** Calls in a row that bring nothing. */
const MAX_IDLE_CALLS = 8;
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [50, 2_000];

interface Tuning {
  readonly sleep: Sleep;
  /** From 0 to, but not including, 1. */
  readonly random: () => number;
}

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
  { sleep, random }: Tuning = { sleep: systemSleep, random: Math.random },
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
    if (idleCalls > 0) await sleep(random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** idleCalls));
  }
  return items;
}
