import {
  type DynamoDBClient,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Link } from '../domain/audit-chain/link';
import { memoryDataKeys } from '../memory/memory-data-keys';
import { FaultInjector, type PlannedFault } from '../testing/fault-injector';
import { anEvent } from '../testing/ledger/ledger-fixtures';
import { dynamodbAuditChain } from './dynamodb-audit-chain';

interface Item {
  readonly pk: string;
  readonly sk: string;
}

/** A table that knows what the chain asks of one: puts of what is absent, all or nothing, and the last of a collection. */
class FakeTable {
  readonly items = new Map<string, Item>();
  /** Called before each transaction: what another writer does meanwhile. */
  meanwhile: () => void = () => undefined;
  /** In place of the answer, once for each. */
  readonly codes: string[] = [];

  constructor(readonly injector: FaultInjector) {}

  /** All that an adapter calls. */
  readonly client = {
    send: (command: unknown) =>
      command instanceof QueryCommand
        ? this.injector.call('query', async () => this.last(command))
        : this.injector.call('transact', async () => this.transact(command as TransactWriteItemsCommand)),
  } as unknown as DynamoDBClient;

  private last({ input }: QueryCommand) {
    const pk = unmarshall(input.ExpressionAttributeValues ?? {})[':pk'];
    const found = [...this.items.values()].filter((item) => item.pk === pk).toSorted((a, b) => (a.sk < b.sk ? 1 : -1));
    return { Items: found.slice(0, 1).map((item) => marshall(item)) };
  }

  private transact({ input }: TransactWriteItemsCommand) {
    this.meanwhile();
    const puts = (input.TransactItems ?? []).map(({ Put }) => ({ ...Put, item: unmarshall(Put?.Item ?? {}) as Item }));
    const code = this.codes.shift();
    const reasons = puts.map(({ item, ConditionExpression, ReturnValuesOnConditionCheckFailure: shows }) => {
      const stored = ConditionExpression && this.items.get(keyOf(item));
      if (code) return { Code: code };
      return {
        Code: stored ? 'ConditionalCheckFailed' : 'None',
        ...(stored && shows === 'ALL_OLD' && { Item: marshall(stored) }),
      };
    });
    if (reasons.some(({ Code }) => Code !== 'None')) {
      throw new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons: reasons });
    }
    for (const { item } of puts) this.items.set(keyOf(item), item);
  }

  links = () => [...this.items.values()].filter(({ pk }) => pk.startsWith('C#')) as unknown as Link[];
}
const keyOf = ({ pk, sk }: Item): string => `${pk} ${sk}`;

function world(...faults: readonly PlannedFault[]) {
  const table = new FakeTable(new FaultInjector(faults));
  const pauses: number[] = [];
  const keys = memoryDataKeys();
  const writer = () =>
    dynamodbAuditChain({
      ...{ client: table.client, keys, table: { tableName: 'ledger', retentionDays: 30 } },
      ...{ random: () => 0.5, pause: async (milliseconds: number) => void pauses.push(milliseconds) },
    });
  return { table, pauses, writer, calls: table.injector.calls };
}
const event = (id?: string) => anEvent({ tenant: 'acme', ...(id !== undefined && { id }) });
const ACCEPTED = { kind: 'accepted' };

it('makes one transaction and no read for a batch, once it has read the head', async () => {
  const { writer, calls, pauses } = world();
  const chain = writer();
  for (let n = 0; n < 3; n += 1) await chain.append([event(), event()]);
  expect([calls, pauses]).toEqual([['query', 'transact', 'transact', 'transact'], []]);
});

it.each(['before', 'after'] as const)(
  'says that it is not certain where the answer is lost, %s the table has it',
  async (moment) => {
    const { table, writer } = world({ call: 2, kind: 'error', moment });
    const chain = writer();
    const batch = [event(), event()];
    await expect(chain.append(batch)).rejects.toThrow(moment);
    const kind = moment === 'before' ? 'accepted' : 'known';
    expect(await chain.append(batch)).toEqual([{ kind }, { kind }]);
    expect(table.links().map(({ seq, entries }) => [seq, entries.length])).toEqual([[1, 2]]);
  },
);

it('reads the head anew where another writer came first, and waits at random, ever longer', async () => {
  const { table, writer, calls, pauses } = world();
  await writer().append([event()]);
  let rivals = 3;
  table.meanwhile = () => {
    const last = table.links().at(-1) as Link;
    const next = { ...last, seq: last.seq + 1, pk: 'C#acme', sk: String(last.seq + 1).padStart(12, '0') };
    if (rivals > 0) table.items.set(keyOf(next), next);
    rivals -= 1;
  };
  calls.length = 0;
  expect(await writer().append([event()])).toEqual([ACCEPTED]);
  expect(calls).toEqual(['query', 'transact', 'query', 'transact', 'query', 'transact', 'query', 'transact']);
  expect(pauses).toEqual([10, 20, 40]);
});

it('also waits before it writes the next time, so that it does not keep those out whom it met', async () => {
  const { table, writer, pauses } = world();
  const chain = writer();
  table.codes.push('TransactionConflict', 'ThrottlingError');
  await chain.append([event()]);
  expect(pauses).toEqual([10, 20]);
  await chain.append([event()]);
  await chain.append([event()]);
  expect(pauses).toEqual([10, 20, 10]);
});

it('gives up after 20 rounds', async () => {
  const { table, writer, pauses } = world();
  table.codes.push(...Array(20).fill('TransactionConflict'));
  await expect(writer().append([event()])).rejects.toMatchObject({ code: 'audit.chain.contended' });
  expect([pauses.length, Math.max(...pauses), table.items.size]).toEqual([19, 320, 0]);
});

it('does not try again what can never succeed', async () => {
  const { table, writer, calls } = world();
  table.codes.push('ItemCollectionSizeLimitExceeded');
  await expect(writer().append([event()])).rejects.toThrow(TransactionCanceledException);
  expect(calls).toEqual(['query', 'transact']);
});

it('decides for each event, and makes a link of those that are new', async () => {
  const { table, writer } = world();
  const [known, taken, fresh] = [event(), event(), event()];
  await writer().append([known, taken]);
  const other = { ...taken, text: taken.text.replace('4711', '4712') };
  expect(await writer().append([known, other, fresh])).toEqual([
    { kind: 'known' },
    { kind: 'conflict', differences: ['/data/order'] },
    ACCEPTED,
  ]);
  expect(table.links().map(({ seq, entries }) => [seq, entries.map(({ id }) => id)])).toEqual([
    [1, [known.id, taken.id]],
    [2, [fresh.id]],
  ]);
});

it('remembers the heads of a thousand tenants', async () => {
  const { writer, calls } = world();
  const chain = writer();
  for (let n = 0; n <= 1_000; n += 1) await chain.append([anEvent({ tenant: `tenant-${n}` })]);
  calls.length = 0;
  for (const tenant of ['tenant-1000', 'tenant-0']) await chain.append([anEvent({ tenant })]);
  expect(calls).toEqual(['transact', 'query', 'transact']);
});
