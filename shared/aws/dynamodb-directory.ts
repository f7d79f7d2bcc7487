import { type DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Suppression, SuppressionList } from '../ports/directory';

/** Keys of the directory table: `directory-items.ts`. */
const suppressionKey = (address: string) => `S#${address.toLowerCase()}`;

export function dynamodbSuppressions(client: DynamoDBClient, tableName: string): SuppressionList {
  return {
    suppression: async (address, tenant) => {
      const all = await collect<Suppression>(client, tableName, suppressionKey(address));
      return all.find(({ scope }) => scope === '*' || scope === tenant);
    },
    suppress: async (suppression) => {
      const Item = marshall({ pk: suppressionKey(suppression.address), sk: suppression.scope, ...suppression });
      await client.send(new PutItemCommand({ TableName: tableName, Item }));
    },
  };
}

async function collect<Entry>(client: DynamoDBClient, tableName: string, pk: string) {
  const entries: Entry[] = [];
  const input = {
    TableName: tableName,
    // A stale answer would mail an address that has just bounced.
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': pk }),
  };
  for await (const page of paginateQuery({ client }, input)) {
    entries.push(...(page.Items ?? []).map((item) => withoutKeys<Entry>(unmarshall(item))));
  }
  return entries;
}

const withoutKeys = <Entry>({ pk, sk, ...entry }: Record<string, unknown>): Entry => entry as Entry;
