import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { coalesce } from '../../domain/kit/concurrency/coalesce';
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
 * unreadable item, only the reads of that key.
 */
export function itemReader(client: DynamoDBClient, tuning: ReaderTuning = SYSTEM_TUNING): ItemReader {
  const tables = new Map<string, ReadOptions>();
  const read = coalesce((_, reads: readonly Read[]) => readTogether(reads, tables, client, tuning), MAX_KEYS);
  return (tableName, options) => {
    if (tables.has(tableName)) throw new Error(`table ${tableName} is open already`);
    tables.set(tableName, options);
    return async (key) => {
      const answer = await read('', { tableName, key });
      if (answer !== UNPROCESSED) return answer && unmarshall(answer);
      throw new Error(`DynamoDB left a read of ${tableName} unprocessed in ${MAX_CALLS} calls`);
    };
  };
}

const UNPROCESSED = Symbol('unprocessed');

interface Read {
  readonly tableName: string;
  readonly key: ItemKey;
}

type Requests = Record<string, KeysAndAttributes>;

async function readTogether(
  reads: readonly Read[],
  tables: ReadonlyMap<string, ReadOptions>,
  client: DynamoDBClient,
  tuning: ReaderTuning,
): Promise<(Stored | undefined | typeof UNPROCESSED)[]> {
  const answers = new Map<string, Stored | typeof UNPROCESSED>();
  let RequestItems = requestsFor(reads, tables);
  for (let calls = 1; ; calls++) {
    const { Responses = {}, UnprocessedKeys = {} } = await client.send(new BatchGetItemCommand({ RequestItems }));
    for (const [id, item] of identified(Responses)) answers.set(id, item);
    RequestItems = UnprocessedKeys;
    if (Object.keys(RequestItems).length === 0 || calls === MAX_CALLS) break;
    await backOff(calls - 1, LONGEST_PAUSE_MS, tuning);
  }
  const left = Object.entries(RequestItems).map(([name, { Keys = [] }]): [string, Stored[]] => [name, Keys]);
  for (const [id] of identified(Object.fromEntries(left))) answers.set(id, UNPROCESSED);
  return reads.map(({ tableName, key }) => answers.get(identity(tableName, key)));
}

/** With distinct keys: DynamoDB refuses duplicates. */
function requestsFor(reads: readonly Read[], tables: ReadonlyMap<string, ReadOptions>): Requests {
  const distinct = [...new Map(reads.map((read) => [identity(read.tableName, read.key), read])).values()];
  const names = [...new Set(distinct.map(({ tableName }) => tableName))];
  const keysOf = (name: string) => distinct.flatMap(({ tableName, key }) => (tableName === name ? [key] : []));
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
