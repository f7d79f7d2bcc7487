import type { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGetAll, type StoredItem } from './batch-get-all';

const key = (n: number): StoredItem => ({ pk: { S: String(n) }, sk: { S: 'E' } });
const KEYS = Array.from({ length: 120 }, (_, n) => key(n));

/** A table that processes the given number of keys of each call, in turn; then all. */
function aTable(...answered: readonly number[]) {
  const calls: number[] = [];
  const send = async ({ input }: BatchGetItemCommand) => {
    const asked = (input.RequestItems?.ledger?.Keys ?? []) as StoredItem[];
    const count = answered[calls.push(asked.length) - 1] ?? asked.length;
    return { Responses: { ledger: asked.slice(0, count) }, UnprocessedKeys: { ledger: { Keys: asked.slice(count) } } };
  };
  const pauses: number[] = [];
  const tuning = { sleep: async (milliseconds: number) => void pauses.push(milliseconds), random: () => 0.5 };
  return { calls, pauses, read: () => batchGetAll({ send } as unknown as DynamoDBClient, 'ledger', KEYS, tuning) };
}

it('reads a hundred keys per call', async () => {
  const { read, calls, pauses } = aTable();
  expect([(await read()).length, calls, pauses]).toEqual([120, [100, 20], []]);
});

it('reads keys that did not fit again at once, and after exponential backoff if a call returned nothing', async () => {
  const { read, calls, pauses } = aTable(30, 0, 0);
  expect([(await read()).length, calls, pauses]).toEqual([120, [100, 90, 90, 90], [50, 100]]);
});

it('throws after several consecutive calls that return nothing', async () => {
  const { read, calls } = aTable(...Array(20).fill(0));
  await expect(read()).rejects.toThrow('DynamoDB left reads of ledger unprocessed');
  expect(calls).toHaveLength(8);
});
