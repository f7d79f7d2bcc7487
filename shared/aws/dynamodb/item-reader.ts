import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { chunksOf } from '../../domain/kit/chunks/chunks-of';
import { coalesceWithin, PATIENCE_MS } from '../../domain/kit/concurrency/coalesce-within';
import { systemSleep } from '../../ports/clock';
import { backOff, type ReaderTuning, SYSTEM_TUNING } from './read-backoff';

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export type Item = Readonly<Record<string, unknown>>;

/** Reads one item; undefined if it does not exist. */
export type ReadItem = (key: ItemKey) => Promise<Item | undefined>;

/** Read options of a table. A projection must include `pk` and `sk`, which map responses to their reads. */
export type ReadOptions = Pick<KeysAndAttributes, 'ConsistentRead' | 'ProjectionExpression'>;

/** Opens a table for reading. A call has one set of options per table, so each table is opened once. */
export type ItemReader = (tableName: string, options: ReadOptions) => ReadItem;

/** DynamoDB's limit of keys per call, of all its tables together. */
const MAX_KEYS = 100;
/**
 * A Lambda batch has up to 6 MB, and DynamoDB leaves unprocessed what exceeds 1 MB of a partition: that takes six calls.
 */
const MAX_CALLS = 8;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Coalesces reads by key, of several tables, into one BatchGetItem: reads of one turn of the event loop, and reads while a
 * call is in progress, share a call, each key once. A failed call fails only its own reads; an unprocessed key, or an
 * unreadable item, only the reads of that key, and delays no other.
 */
export function itemReader(client: DynamoDBClient, tuning: ReaderTuning = SYSTEM_TUNING): ItemReader {
  const tables = new Map<string, ReadOptions>();
  const readAll = (reads: readonly Read[]) => {
    const distinct = new Map(reads.map((read) => [identity(read.tableName, read.key), read]));
    const lookUps = new Map<string, LookUp>();
    for (const page of chunksOf([...distinct], MAX_KEYS)) {
      const lookUp = lookUpIn(
        requestsFor(
          page.map(([, read]) => read),
          tables,
        ),
        1,
        client,
        tuning,
      );
      for (const [id] of page) lookUps.set(id, lookUp);
    }
    return reads.map(({ tableName, key }) => answerOf(identity(tableName, key), lookUps));
  };
  const read = coalesceWithin(PATIENCE_MS, readAll, systemSleep);
  return (tableName, options) => {
    if (tables.has(tableName)) throw new Error(`table ${tableName} is open already`);
    tables.set(tableName, options);
    return async (key) => {
      const answer = await read({ tableName, key });
      if (answer !== UNPROCESSED) return answer && unmarshall(answer);
      throw new Error(`DynamoDB left a read of ${tableName} unprocessed in ${MAX_CALLS} calls`);
    };
  };
}

const UNPROCESSED = Symbol('unprocessed');

type Answer = Stored | undefined | typeof UNPROCESSED;
/** Looks up the item with this identity. */
type LookUp = (id: string) => Promise<Answer>;

const answerOf = async (id: string, lookUps: ReadonlyMap<string, LookUp>): Promise<Answer> => lookUps.get(id)?.(id);

interface Read {
  readonly tableName: string;
  readonly key: ItemKey;
}

type Requests = Record<string, KeysAndAttributes>;

/** Makes the call at once. What it leaves unprocessed is looked up in the next one, after a pause. */
function lookUpIn(requests: Requests, calls: number, client: DynamoDBClient, tuning: ReaderTuning): LookUp {
  const called = readOnce(requests, client);
  const next = called.then(async ({ left }): Promise<LookUp> => {
    if (Object.keys(left).length === 0 || calls === MAX_CALLS) return async () => UNPROCESSED;
    await backOff(calls - 1, LONGEST_PAUSE_MS, tuning);
    return lookUpIn(left, calls + 1, client, tuning);
  });
  // Only the reads of unprocessed keys wait for it.
  next.catch(() => undefined);
  return async (id) => {
    const { items, unprocessed } = await called;
    return unprocessed.has(id) ? (await next)(id) : items.get(id);
  };
}

async function readOnce(RequestItems: Requests, client: DynamoDBClient) {
  const { Responses = {}, UnprocessedKeys = {} } = await client.send(new BatchGetItemCommand({ RequestItems }));
  const left = Object.entries(UnprocessedKeys).map(([name, { Keys = [] }]): [string, Stored[]] => [name, Keys]);
  const unprocessed = new Map(identified(Object.fromEntries(left)));
  return { items: new Map(identified(Responses)), unprocessed, left: UnprocessedKeys };
}

function requestsFor(reads: readonly Read[], tables: ReadonlyMap<string, ReadOptions>): Requests {
  const names = [...new Set(reads.map(({ tableName }) => tableName))];
  const keysOf = (name: string) => reads.flatMap(({ tableName, key }) => (tableName === name ? [key] : []));
  return Object.fromEntries(
    names.map((name) => [name, { ...tables.get(name), Keys: keysOf(name).map((key) => marshall(key)) }]),
  );
}

type Stored = Record<string, AttributeValue>;

const identified = (items: Record<string, Stored[]>): [string, Stored][] =>
  Object.entries(items).flatMap(([tableName, all]) =>
    all.map((one): [string, Stored] => [identity(tableName, { pk: one.pk?.S, sk: one.sk?.S }), one]),
  );

const identity = (tableName: string, { pk, sk }: { readonly pk?: unknown; readonly sk?: unknown }): string =>
  JSON.stringify([tableName, pk, sk]);
