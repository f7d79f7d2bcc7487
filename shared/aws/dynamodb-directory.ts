import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Endpoint, EndpointRegistry, Suppression, SuppressionList } from '../ports/directory';

/**
 * Keys of the directory table.
 *
 * | pk                | sk         | what |
 * | ---               | ---        | --- |
 * | `T#<tenant>`      | `EP#<id>`  | a webhook endpoint |
 * | `S#<address>`     | `<scope>`  | a suppressed address, for a tenant or for all (`*`) |
 * | `K#<purpose>`     | `K`        | a data key, sealed: `kms-data-keys.ts` |
 */
const ENDPOINT_PREFIX = 'EP#';
const endpointKey = (tenant: string, id: string) => ({ pk: `T#${tenant}`, sk: `${ENDPOINT_PREFIX}${id}` });
const suppressionKey = (address: string) => `S#${address.toLowerCase()}`;

export function dynamodbEndpoints(client: DynamoDBClient, tableName: string): EndpointRegistry {
  return {
    list: (tenant) => collect<Endpoint>(client, tableName, `T#${tenant}`, ENDPOINT_PREFIX),
    find: async (tenant, id) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: marshall(endpointKey(tenant, id)), ConsistentRead: true }),
      );
      return Item && withoutKeys<Endpoint>(unmarshall(Item));
    },
    save: async (endpoint) => {
      const Item = marshall({ ...endpointKey(endpoint.tenant, endpoint.id), ...endpoint });
      await client.send(new PutItemCommand({ TableName: tableName, Item }));
    },
    remove: async (tenant, id) => {
      const Key = marshall(endpointKey(tenant, id));
      const removed = await client.send(new DeleteItemCommand({ TableName: tableName, Key, ReturnValues: 'ALL_OLD' }));
      return removed.Attributes !== undefined;
    },
  };
}

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

async function collect<Entry>(client: DynamoDBClient, tableName: string, pk: string, prefix?: string) {
  const entries: Entry[] = [];
  const input = {
    TableName: tableName,
    // A stale answer would suppress a delivery for good: an endpoint that was just added, or mail an address that bounced.
    ConsistentRead: true,
    KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': pk, ...(prefix && { ':prefix': prefix }) }),
  };
  for await (const page of paginateQuery({ client }, input)) {
    entries.push(...(page.Items ?? []).map((item) => withoutKeys<Entry>(unmarshall(item))));
  }
  return entries;
}

const withoutKeys = <Entry>({ pk, sk, ...entry }: Record<string, unknown>): Entry => entry as Entry;
