import { type BatchGetItemCommand, DynamoDBClient, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { marshall, NumberValueImpl as NumberValue, unmarshall } from '@aws-sdk/util-dynamodb';
import { type ItemKey, itemReader } from './item-reader';

type Requests = Record<string, KeysAndAttributes>;
/** A partial answer to a call. */
type Answer = (requests: Requests) => { readonly left: Requests } | undefined;

const LEDGER = { ProjectionExpression: 'pk, sk, digest' };
const DIRECTORY = { ConsistentRead: true };
const keyOf = (pk: string): ItemKey => ({ pk, sk: 'E' });
const textOf = (requests: Requests) =>
  Object.entries(requests).map(([table, { Keys = [], ...options }]) => [
    table,
    Keys.map((key) => unmarshall(key).pk),
    options,
  ]);

/** A number that JavaScript cannot represent. */
const UNREADABLE = { attempted: NumberValue.from('1.5e20') };

/** Tables with an item under every key, except keys that begin with `no-`. */
function aReader(...answers: readonly Answer[]) {
  const calls: Requests[] = [];
  const pauses: number[] = [];
  const send = async ({ input: { RequestItems = {} } }: BatchGetItemCommand) => {
    calls.push(RequestItems);
    const { left = {} } = answers[calls.length - 1]?.(RequestItems) ?? {};
    const isLeft = (table: string, pk: unknown) => left[table]?.Keys?.some((key) => unmarshall(key).pk === pk);
    const itemsOf = ([table, { Keys = [] }]: [string, KeysAndAttributes]) =>
      Keys.map((key) => unmarshall(key))
        .filter(({ pk }) => !String(pk).startsWith('no-') && !isLeft(table, pk))
        .map((key) => marshall({ ...key, table, ...(String(key.pk).startsWith('unreadable-') && UNREADABLE) }));
    // DynamoDB answers in any order.
    const Responses = Object.fromEntries(
      Object.entries(RequestItems).map((entry) => [entry[0], itemsOf(entry).toReversed()]),
    );
    return { Responses, UnprocessedKeys: left };
  };
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  jest.spyOn(client, 'send').mockImplementation(send as never);
  const tuning = { sleep: async (milliseconds: number) => void pauses.push(milliseconds), random: () => 1 };
  const open = itemReader(client, tuning);
  return { ledger: open('ledger', LEDGER), directory: open('directory', DIRECTORY), open, calls, pauses };
}

test('coalesces reads into one call, of several tables, each with its own options', async () => {
  const { ledger, directory, calls } = aReader();
  const answers = await Promise.all([
    ledger(keyOf('n1')),
    directory(keyOf('a1')),
    directory(keyOf('no-a2')),
    ledger(keyOf('n2')),
  ]);
  expect(answers).toEqual([
    { ...keyOf('n1'), table: 'ledger' },
    { ...keyOf('a1'), table: 'directory' },
    undefined,
    { ...keyOf('n2'), table: 'ledger' },
  ]);
  expect(calls.map(textOf)).toEqual([
    [
      ['ledger', ['n1', 'n2'], LEDGER],
      ['directory', ['a1', 'no-a2'], DIRECTORY],
    ],
  ]);
});

test('names a key once for any number of readers', async () => {
  const { ledger, calls } = aReader();
  const answers = await Promise.all(Array.from({ length: 50 }, () => ledger(keyOf('n1'))));
  expect(answers).toEqual(Array(50).fill({ ...keyOf('n1'), table: 'ledger' }));
  expect(calls.map(textOf)).toEqual([[['ledger', ['n1'], LEDGER]]]);
});

test('an unreadable item fails only its own reader', async () => {
  const { ledger } = aReader();
  const [bad, good] = await Promise.allSettled([ledger(keyOf('unreadable-n1')), ledger(keyOf('n2'))]);
  expect(bad.status).toBe('rejected');
  expect(good).toEqual({ status: 'fulfilled', value: { ...keyOf('n2'), table: 'ledger' } });
});

test('reads at most a hundred keys per call', async () => {
  const { ledger, calls } = aReader();
  await Promise.all(Array.from({ length: 250 }, (_, n) => ledger(keyOf(`n${n}`))));
  expect(calls.map(({ ledger: { Keys = [] } = {} }) => Keys.length)).toEqual([100, 100, 50]);
});

/** Leaves the last key of the first table unprocessed. */
const leaveLast: Answer = (requests) => {
  const [[table, { Keys = [], ...options }] = ['', {}]] = Object.entries(requests);
  return { left: { [table]: { ...options, Keys: Keys.slice(-1) } } };
};

test('reads unprocessed keys again, after exponential backoff', async () => {
  const { ledger, calls, pauses } = aReader(leaveLast, leaveLast);
  expect(await Promise.all([ledger(keyOf('n1')), ledger(keyOf('n2'))])).toEqual([
    { ...keyOf('n1'), table: 'ledger' },
    { ...keyOf('n2'), table: 'ledger' },
  ]);
  expect(calls.map(textOf)).toEqual([
    [['ledger', ['n1', 'n2'], LEDGER]],
    [['ledger', ['n2'], LEDGER]],
    [['ledger', ['n2'], LEDGER]],
  ]);
  expect(pauses).toEqual([50, 100]);
});

test('fails only the readers of keys that stay unprocessed', async () => {
  const { ledger, directory, calls, pauses } = aReader(...Array<Answer>(8).fill(leaveLast));
  const answers = await Promise.allSettled([ledger(keyOf('n1')), ledger(keyOf('n2')), directory(keyOf('a1'))]);
  expect(answers).toEqual([
    { status: 'fulfilled', value: { ...keyOf('n1'), table: 'ledger' } },
    { status: 'rejected', reason: new Error('DynamoDB left a read of ledger unprocessed in 8 calls') },
    { status: 'fulfilled', value: { ...keyOf('a1'), table: 'directory' } },
  ]);
  expect([calls.length, pauses]).toEqual([8, [50, 100, 200, 400, 800, 1_000, 1_000]]);
});

test('a failed call fails its own readers, and no later ones', async () => {
  const { ledger } = aReader(() => {
    throw new Error('throttled');
  });
  const failing = await Promise.allSettled([ledger(keyOf('n1')), ledger(keyOf('n2'))]);
  expect(failing.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await ledger(keyOf('n1'))).toEqual({ ...keyOf('n1'), table: 'ledger' });
});

test('refuses to open a table twice: one call has one set of options for it', () => {
  expect(() => aReader().open('ledger', DIRECTORY)).toThrow('table ledger is open already');
});

test('a key that comes back unprocessed delays no read of the same call, and none of a later one', async () => {
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  jest.spyOn(client, 'send').mockImplementation((async ({ input: { RequestItems = {} } }: BatchGetItemCommand) => {
    const { Keys = [] } = RequestItems.ledger ?? {};
    const isHot = (key: object) => unmarshall(key as never).pk === 'hot';
    const [left, items] = [Keys.filter(isHot), Keys.filter((key) => !isHot(key))];
    return { Responses: { ledger: items }, UnprocessedKeys: left.length > 0 ? { ledger: { Keys: left } } : {} };
  }) as never);
  const open = itemReader(client, { sleep: () => new Promise(() => undefined), random: () => 1 });
  const read = open('ledger', LEDGER);
  void read(keyOf('hot'));
  expect(await read(keyOf('n1'))).toEqual(keyOf('n1'));
  expect(await read(keyOf('n2'))).toEqual(keyOf('n2'));
});
