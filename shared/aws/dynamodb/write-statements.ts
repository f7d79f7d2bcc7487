import { type AttributeValue, BatchExecuteStatementCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { coalesceWithin } from '../../domain/kit/concurrency/coalesce-within';
import { describeError } from '../../domain/kit/errors/describe-error';
import { systemSleep } from '../../ports/clock';
import type { Logger } from '../../ports/logger';
import type { ItemKey } from './item-reader';

/** A PartiQL statement that inserts or updates one item. */
export interface WriteStatement {
  readonly key: ItemKey;
  /** With `?` for each value. */
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Inserts an item; refused if there is an item with its key. */
export const insertStatement = (tableName: string, item: ItemKey & object): WriteStatement => {
  const members = Object.keys(item).map((name) => `'${name}': ?`);
  const { pk, sk } = item;
  return {
    key: { pk, sk },
    text: `INSERT INTO "${tableName}" VALUE {${members.join(', ')}}`,
    values: Object.values(item),
  };
};

export interface BatchOptions {
  readonly log: Logger;
  /** Client for calls of several statements, without retries: the caller's own call is the retry. */
  readonly batches?: DynamoDBClient;
}

/**
 * True if the statement was executed. False if it was not, or if that is unknown: the caller's own call decides then, so
 * a statement must not be executable twice.
 */
export type ExecuteStatement = (statement: WriteStatement) => Promise<boolean>;

/** DynamoDB's limit of statements per call. */
const MAX_STATEMENTS = 25;
/** How long later statements wait for a call: longer than it usually takes, so that a hanging one delays only its own. */
const PATIENCE_MS = 20;

/**
 * Combines statements of one turn of the event loop, and those that arrive during a call, into one BatchExecuteStatement.
 * A statement without company is not executed: a call of its own says more about its failure. Nor is a second one of an
 * item.
 *
 * @param client without retries: the caller's own call is the retry
 * @see Amazon DynamoDB API, BatchExecuteStatement: "A HTTP 200 response does not mean that all statements succeeded"
 */
export function statementWriter(client: DynamoDBClient, log: Logger): ExecuteStatement {
  const execute = async (all: readonly WriteStatement[]) => {
    const done = await executeDistinct(all, client, log);
    return all.map((statement) => done.has(statement));
  };
  return coalesceWithin(PATIENCE_MS, execute, systemSleep);
}

async function executeDistinct(
  all: readonly WriteStatement[],
  client: DynamoDBClient,
  log: Logger,
): Promise<ReadonlySet<WriteStatement>> {
  const distinct = [
    ...new Map(all.map((statement) => [`${statement.key.pk}\n${statement.key.sk}`, statement])).values(),
  ];
  const calls = distinct.length < 2 ? [] : chunksOf(distinct).map((chunk) => execute(chunk, client, log));
  return new Set((await Promise.all(calls)).flat());
}

const chunksOf = (statements: readonly WriteStatement[]): WriteStatement[][] =>
  Array.from({ length: Math.ceil(statements.length / MAX_STATEMENTS) }, (_, n) =>
    statements.slice(n * MAX_STATEMENTS, (n + 1) * MAX_STATEMENTS),
  );

/** The statements that were executed. Never throws. */
async function execute(
  statements: readonly WriteStatement[],
  client: DynamoDBClient,
  log: Logger,
): Promise<WriteStatement[]> {
  try {
    const Statements = statements.map(({ text, values }) => ({ Statement: text, Parameters: values.map(attributeOf) }));
    const { Responses = [] } = await client.send(new BatchExecuteStatementCommand({ Statements }));
    const unexpected = Responses.find(({ Error: error }) => error && !EXPECTED.has(error.Code ?? ''))?.Error;
    if (unexpected) log.error('statements_failed', { error: `${unexpected.Code}: ${unexpected.Message}` });
    return statements.filter((_, n) => Responses[n] !== undefined && Responses[n].Error === undefined);
  } catch (error) {
    log.error('statements_failed', { error: describeError(error) });
    return [];
  }
}

/** The item is not as the statement assumes. */
const EXPECTED: ReadonlySet<string> = new Set(['DuplicateItem', 'ConditionalCheckFailed']);

/** `marshall` of an object costs several times more than a string needs. */
const attributeOf = (value: unknown): AttributeValue =>
  typeof value === 'string' ? { S: value } : (marshall({ value }).value ?? { NULL: true });
