import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Circuit } from '../domain/delivery/circuit';
import type { Circuits } from '../ports/circuits';
import { circuitKey } from './directory-items';
import { writeWithVersion } from './write-with-version';

/** A circuit that is closed and made again at every try is none that lasts. */
const MAX_TRIES = 5;

/**
 * Circuits in the directory table. Making, opening and closing one also writes the tenant's next version, by which
 * caches notice it. Counting further failures does not: nobody decides by the number but who counted.
 */
export function dynamodbCircuits(client: DynamoDBClient, TableName: string): Circuits {
  const write = (tenant: string, item: Parameters<typeof writeWithVersion>[1]['items'][number]) =>
    writeWithVersion(client, { tableName: TableName, tenant, items: [item] });

  const make = (tenant: string, circuit: Circuit) => {
    const Item = marshall({ ...circuitKey(tenant, circuit.endpoint), ...circuit });
    return write(tenant, { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } });
  };
  const count = async (tenant: string, endpoint: string, failures: number): Promise<Circuit | undefined> => {
    const input = {
      ...{ TableName, Key: marshall(circuitKey(tenant, endpoint)), ConditionExpression: 'attribute_exists(pk)' },
      ...{ UpdateExpression: 'ADD failures :n', ExpressionAttributeValues: marshall({ ':n': failures }) },
    };
    try {
      const { Attributes = {} } = await client.send(new UpdateItemCommand({ ...input, ReturnValues: 'ALL_NEW' }));
      const { pk, sk, ...circuit } = unmarshall(Attributes);
      return circuit as Circuit;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };
  return {
    fail: async (tenant, endpoint, failures, at) => {
      for (let tries = 1; tries <= MAX_TRIES; tries++) {
        const counted = await count(tenant, endpoint, failures);
        if (counted) return counted;
        const first = { endpoint, failures, failingSince: at };
        if (await make(tenant, first)) return first;
      }
      throw new Error(`the circuit of ${endpoint} came and went ${MAX_TRIES} times`);
    },
    open: (tenant, endpoint, { openUntil, openings }, seen) =>
      write(tenant, {
        Update: {
          ...{ TableName, Key: marshall(circuitKey(tenant, endpoint)) },
          UpdateExpression: 'SET openUntil = :until, openings = :openings',
          ConditionExpression: `attribute_exists(pk) AND ${
            seen === undefined ? 'attribute_not_exists(openUntil)' : 'openUntil = :seen'
          }`,
          ExpressionAttributeValues: marshall({
            ...{ ':until': openUntil, ':openings': openings },
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
