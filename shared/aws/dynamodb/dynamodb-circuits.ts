import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionConflictException,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Circuit, countFailures, earliestTogether, type Failures } from '../../domain/delivery/circuit';
import type { Circuits } from '../../ports/circuits';
import { circuitKey } from './directory-items';
import { pauseShortly, SAME_INDEX, writeWithVersion } from './write-with-version';

/** Each failed try is a race with another function's write of the circuit; the SDK does not retry such conflicts. */
const MAX_TRIES = 5;

/**
 * Circuits in the directory table. Creating, restarting, opening and closing one also writes the tenant's next version,
 * which invalidates caches. Counting further failures does not: only the function that counted decides by the number.
 */
export function dynamodbCircuits(client: DynamoDBClient, TableName: string): Circuits {
  const write = (tenant: string, item: Parameters<typeof writeWithVersion>[1]['items'][number]) =>
    writeWithVersion(client, { tableName: TableName, tenant, items: [item], next: SAME_INDEX });

  /** Starts a circuit, or restarts an old one; circuits of earlier versions have no `lastFailureAt`. */
  const start = (tenant: string, { endpoint, count, at }: Failures) => {
    const circuit = countFailures(undefined, { endpoint, count, at });
    const put = {
      TableName,
      Item: marshall({ ...circuitKey(tenant, endpoint), ...circuit }),
      ConditionExpression: 'attribute_not_exists(lastFailureAt) OR lastFailureAt < :earliest',
      ExpressionAttributeValues: marshall({ ':earliest': earliestTogether(at) }),
    };
    return write(tenant, { Put: put }).then((isStarted) => (isStarted ? circuit : undefined));
  };
  const count = async (tenant: string, endpoint: string, update: CountUpdate): Promise<Circuit | undefined> => {
    const input = { TableName, Key: marshall(circuitKey(tenant, endpoint)), ...update };
    try {
      const { Attributes = {} } = await client.send(new UpdateItemCommand({ ...input, ReturnValues: 'ALL_NEW' }));
      const { pk, sk, ...circuit } = unmarshall(Attributes);
      return circuit as Circuit;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      if (!(error instanceof TransactionConflictException)) throw error;
      await pauseShortly();
      return undefined;
    }
  };
  return {
    fail: async (tenant, endpoint, failures, at) => {
      const all = { endpoint, count: failures, at };
      for (let tries = 1; tries <= MAX_TRIES; tries++) {
        const circuit =
          (await count(tenant, endpoint, nextFailures(all))) ??
          (await count(tenant, endpoint, overtakenFailures(all))) ??
          (await start(tenant, all));
        if (circuit) return circuit;
      }
      throw new Error(`the circuit of ${endpoint} was written by others in each of ${MAX_TRIES} tries`);
    },
    open: (tenant, endpoint, { openUntil, openings }, seen) =>
      write(tenant, {
        Update: {
          TableName,
          Key: marshall(circuitKey(tenant, endpoint)),
          UpdateExpression: 'SET openUntil = :until, openings = :openings',
          ConditionExpression: `attribute_exists(pk) AND ${
            seen === undefined ? 'attribute_not_exists(openUntil)' : 'openUntil = :seen'
          }`,
          ExpressionAttributeValues: marshall({
            ':until': openUntil,
            ':openings': openings,
            ...(seen !== undefined && { ':seen': seen }),
          }),
        },
      }),
    close: async (tenant, endpoint) => {
      const Key = marshall(circuitKey(tenant, endpoint));
      await write(tenant, { Delete: { TableName, Key, ConditionExpression: 'attribute_exists(pk)' } });
    },
  };
}

type CountUpdate = Pick<
  UpdateItemCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
>;

/** `countFailures` as three mutually exclusive conditions: this one, `overtakenFailures`, and that of `start`. */
const nextFailures = ({ count, at }: Failures): CountUpdate => ({
  UpdateExpression: 'SET lastFailureAt = :at ADD failures :n',
  ConditionExpression: 'lastFailureAt BETWEEN :earliest AND :at',
  ExpressionAttributeValues: marshall({ ':n': count, ':at': at, ':earliest': earliestTogether(at) }),
});

/** Another function already counted a later failure, or this function's clock is behind (clock skew). */
const overtakenFailures = ({ count, at }: Failures): CountUpdate => ({
  UpdateExpression: 'ADD failures :n',
  ConditionExpression: 'lastFailureAt > :at',
  ExpressionAttributeValues: marshall({ ':n': count, ':at': at }),
});
