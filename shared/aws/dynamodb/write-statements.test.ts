import type { BatchExecuteStatementCommand, BatchStatementResponse, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { recordingLogger } from '../../testing/recording-logger';
import { insertStatement, statementWriter } from './write-statements';

type Answer = (texts: readonly string[]) => Promise<readonly BatchStatementResponse[]>;

/** A table that answers each call by `answer`, and records the values of the first column. */
function aTable(answer: Answer = async (texts) => texts.map(() => ({ TableName: 'ledger' }))) {
  const calls: string[][] = [];
  const send = async ({ input: { Statements = [] } }: BatchExecuteStatementCommand) => {
    const names = Statements.map(({ Parameters }) => Parameters?.[0]?.S ?? '');
    calls.push(names);
    return { Responses: await answer(names) };
  };
  const log = recordingLogger();
  return { calls, log, execute: statementWriter({ send } as unknown as DynamoDBClient, { log }) };
}

const named = (pk: string) => {
  const item = { pk, sk: 'E', count: 7, list: [{ a: null }] };
  return insertStatement('ledger', item);
};

test('statements of one turn of the event loop are executed by one call', async () => {
  const { calls, execute } = aTable();
  expect(await Promise.all(['a', 'b', 'c'].map((pk) => execute(named(pk))))).toEqual([true, true, true]);
  expect(calls).toEqual([['a', 'b', 'c']]);
});

test('an insert has a placeholder for each member, and its values as attributes in their order', async () => {
  const sent: unknown[] = [];
  const client = { send: async ({ input }: BatchExecuteStatementCommand) => ({ $metadata: sent.push(input) }) };
  const execute = statementWriter(client as unknown as DynamoDBClient, { log: recordingLogger() });
  await Promise.all([execute(named('a')), execute(named('b'))]);
  const Statement = `INSERT INTO "ledger" VALUE {'pk': ?, 'sk': ?, 'count': ?, 'list': ?}`;
  const parametersOf = (pk: string) => [{ S: pk }, { S: 'E' }, { N: '7' }, { L: [{ M: { a: { NULL: true } } }] }];
  expect(sent).toEqual([{ Statements: ['a', 'b'].map((pk) => ({ Statement, Parameters: parametersOf(pk) })) }]);
});

test('a call has at most 25 statements, and the next one does not wait for it', async () => {
  const { calls, execute } = aTable();
  const all = Array.from({ length: 51 }, (_, n) => `id-${n}`);
  expect(await Promise.all(all.map((pk) => execute(named(pk))))).toEqual(all.map(() => true));
  expect(calls.map(({ length }) => length)).toEqual([25, 25, 1]);
});

test('a statement without company is left to the caller', async () => {
  const { calls, execute } = aTable();
  expect(await execute(named('a'))).toBe(false);
  expect(calls).toEqual([]);
});

test('of two statements for one item, one is left to the caller: DynamoDB may refuse the call', async () => {
  const { calls, execute } = aTable();
  const executed = await Promise.all(['a', 'a', 'b'].map((pk) => execute(named(pk))));
  expect([executed.filter(Boolean).length, calls]).toEqual([2, [['a', 'b']]]);
});

test.each(['DuplicateItem', 'ConditionalCheckFailed'] as const)(
  'a statement that the item refuses (%s) is left to the caller, alone and without a log line',
  async (Code) => {
    const { log, execute } = aTable(async (names) => names.map((name) => (name === 'b' ? { Error: { Code } } : {})));
    expect(await Promise.all(['a', 'b', 'c'].map((pk) => execute(named(pk))))).toEqual([true, false, true]);
    expect(log.lines).toEqual([]);
  },
);

test('a statement that DynamoDB refuses for another reason is left to the caller, and logged', async () => {
  const error = { Code: 'ValidationError', Message: 'unknown operator' } as const;
  const { log, execute } = aTable(async (names) => names.map((_, n) => (n === 1 ? { Error: error } : {})));
  expect(await Promise.all(['a', 'b'].map((pk) => execute(named(pk))))).toEqual([true, false]);
  const fields = { error: 'ValidationError: unknown operator' };
  expect(log.lines).toEqual([{ level: 'error', event: 'statements_failed', fields }]);
});

test('a call that fails leaves all of its statements to their callers, and is logged', async () => {
  const { log, execute } = aTable(async () => {
    throw new Error('throttled');
  });
  expect(await Promise.all(['a', 'b'].map((pk) => execute(named(pk))))).toEqual([false, false]);
  const fields = { error: 'Error: throttled' };
  expect(log.lines).toEqual([{ level: 'error', event: 'statements_failed', fields }]);
});

test('a response without an answer to a statement counts as a refusal', async () => {
  const { execute } = aTable(async () => [{}]);
  expect(await Promise.all(['a', 'b'].map((pk) => execute(named(pk))))).toEqual([true, false]);
});

test('a call that hangs does not hold up later statements', async () => {
  const { calls, execute } = aTable((names) => (names[0] === 'a' ? new Promise(() => {}) : Promise.resolve([{}, {}])));
  const hanging = [execute(named('a')), execute(named('b'))];
  await new Promise(setImmediate);
  expect(await Promise.all(['c', 'd'].map((pk) => execute(named(pk))))).toEqual([true, true]);
  expect(calls).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect(hanging).toHaveLength(2);
});

test('a call that hangs does not hold up another one of the same turn', async () => {
  const { execute } = aTable((names) =>
    names.includes('id-0') ? new Promise(() => {}) : Promise.resolve(names.map(() => ({}))),
  );
  const [, ...others] = Array.from({ length: 50 }, (_, n) => execute(named(`id-${n}`)));
  expect(await Promise.all(others.slice(24))).toEqual(Array(25).fill(true));
});

test('a value that cannot be written leaves all statements of the call to their callers', async () => {
  const { execute } = aTable();
  const broken = { key: { pk: 'b', sk: 'E' }, text: 'INSERT', values: [() => undefined] };
  expect(await Promise.all([execute(named('a')), execute(broken)])).toEqual([false, false]);
});
