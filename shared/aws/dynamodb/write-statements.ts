import { type AttributeValue, BatchExecuteStatementCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { convertToAttr } from '@aws-sdk/util-dynamodb';
import { chunksOf } from '../../domain/kit/chunks/chunks-of';
import { coalesceWithin, PATIENCE_MS } from '../../domain/kit/concurrency/coalesce-within';
import { resultsOfGroups } from '../../domain/kit/concurrency/results-of-groups';
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
  /**
   * Client for calls of several statements, with at most one retry (`batchClient`): the caller's own call is the next.
   * @default the client of the caller's own calls
   */
  readonly batches?: DynamoDBClient;
  /** False: each write is a call of its own, on an emulator whose statements put nothing into a table's stream. @default true */
  readonly sharesCalls?: boolean;
}

/**
 * True if the statement was executed. False if it was not, or if that is unknown: the caller's own call decides then, so
 * a statement must not be executable twice.
 */
export type ExecuteStatement = (statement: WriteStatement) => Promise<boolean>;

/** DynamoDB's limit of statements per call. */
const MAX_STATEMENTS = 25;

/**
 * Combines statements of one turn of the event loop, and those that arrive during a call, into one BatchExecuteStatement.
 * A statement without company is not executed: a call of its own says more about its failure. Nor is a second one of an
 * item.
 *
 * @param client of the caller's own calls
 * @see Amazon DynamoDB API, BatchExecuteStatement: "A HTTP 200 response does not mean that all statements succeeded"
 */
export function statementWriter(
  client: DynamoDBClient,
  { log, batches = client, sharesCalls = true }: BatchOptions,
): ExecuteStatement {
  if (!sharesCalls) return () => LEFT_TO_THE_CALLER;
  const executeAll = (all: readonly WriteStatement[]): Promise<boolean>[] => {
    const distinct = [...new Map(all.map((statement) => [identity(statement), statement])).values()];
    const chunks = distinct.length < 2 ? [] : chunksOf(distinct, MAX_STATEMENTS);
    const executed = resultsOfGroups(chunks, (chunk) => execute(chunk, batches, log));
    return all.map((statement) => executed.get(statement) ?? LEFT_TO_THE_CALLER);
  };
  return coalesceWithin(PATIENCE_MS, executeAll, systemSleep);
}

const LEFT_TO_THE_CALLER = Promise.resolve(false);

const identity = ({ key: { pk, sk } }: WriteStatement): string => JSON.stringify([pk, sk]);

/** Whether each statement was executed. Never throws. */
async function execute(
  statements: readonly WriteStatement[],
  client: DynamoDBClient,
  log: Logger,
): Promise<readonly boolean[]> {
  try {
    const Statements = statements.map(({ text, values }) => ({ Statement: text, Parameters: values.map(attributeOf) }));
    const { Responses = [] } = await client.send(new BatchExecuteStatementCommand({ Statements }));
    const unexpected = Responses.find(({ Error: error }) => error && !EXPECTED.has(error.Code ?? ''))?.Error;
    if (unexpected) log.error('statements_failed', { error: `${unexpected.Code}: ${unexpected.Message}` });
    return statements.map((_, n) => Responses[n] !== undefined && Responses[n].Error === undefined);
  } catch (error) {
    log.error('statements_failed', { error: describeError(error) });
    return statements.map(() => false);
  }
}

/** The item is not as the statement assumes. */
const EXPECTED: ReadonlySet<string> = new Set(['DuplicateItem', 'ConditionalCheckFailed']);

/** `convertToAttr` costs several times more than a string needs. */
const attributeOf = (value: unknown): AttributeValue =>
  typeof value === 'string' ? { S: value } : convertToAttr(value);
