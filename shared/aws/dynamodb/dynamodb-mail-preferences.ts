import {
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type {
  MailPreferenceRegistry,
  MailPreferences,
  Objection,
  Suppressor,
  Unsubscriptions,
} from '../../ports/mail-preferences';
import { isWritten } from './is-written';
import { type Item, type ItemReader, itemReader } from './item-reader';

/** Keys of the directory table: `directory-items.ts`. */
const ADDRESS_PREFIX = 'S#';
const UNSUBSCRIBED_PREFIX = 'U#';
const addressKey = (address: string): string => `${ADDRESS_PREFIX}${address.toLowerCase()}`;
const unsubscribedKey = (tenant: string, category: string): string => `${UNSUBSCRIBED_PREFIX}${tenant}#${category}`;
const keyOf = (objection: Objection) => ({
  pk: addressKey(objection.address),
  sk: objection.kind === 'suppressed' ? objection.scope : unsubscribedKey(objection.tenant, objection.category),
});

/** A stale read would mail an address that has unsubscribed. */
const CONSISTENT = { ConsistentRead: true };

export function dynamodbMailPreferences(open: ItemReader, tableName: string): MailPreferences {
  const read = open(tableName, CONSISTENT);
  return {
    objection: async (address, tenant, category) => {
      const pk = addressKey(address);
      const scopes = ['*', tenant, unsubscribedKey(tenant, category)];
      const items = await Promise.all(scopes.map((sk) => read({ pk, sk })));
      const item = items.find((one) => one !== undefined);
      return item && toObjection(item);
    },
  };
}

export const dynamodbUnsubscriptions = (client: DynamoDBClient, tableName: string): Unsubscriptions => ({
  unsubscribe: (unsubscription) => keep(client, tableName, { kind: 'unsubscribed', ...unsubscription }),
});

export const dynamodbSuppressor = (client: DynamoDBClient, tableName: string): Suppressor => ({
  suppress: (suppression) => keep(client, tableName, { kind: 'suppressed', ...suppression }),
});

export const dynamodbMailPreferenceRegistry = (client: DynamoDBClient, tableName: string): MailPreferenceRegistry => ({
  ...dynamodbMailPreferences(itemReader(client), tableName),
  ...dynamodbUnsubscriptions(client, tableName),
  ...dynamodbSuppressor(client, tableName),
  objections: async (address) => {
    const all = (await query(client, tableName, address)).map(toObjection);
    return [...all.filter(({ kind }) => kind === 'suppressed'), ...all.filter(({ kind }) => kind === 'unsubscribed')];
  },
  all: () => scan(client, tableName),
  lift: (address, scope) => remove(client, tableName, { pk: addressKey(address), sk: scope }),
  resubscribe: (address, tenant, category) =>
    remove(client, tableName, { pk: addressKey(address), sk: unsubscribedKey(tenant, category) }),
});

/** Idempotent: the first objection of a scope is kept, with its reason and time. */
async function keep(client: DynamoDBClient, TableName: string, objection: Objection): Promise<void> {
  const { kind, ...content } = objection;
  const Item = marshall({ ...keyOf(objection), ...content, address: content.address.toLowerCase() });
  const put = { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
  await isWritten(client.send(new PutItemCommand(put)));
}

async function remove(client: DynamoDBClient, TableName: string, key: { pk: string; sk: string }): Promise<boolean> {
  const removed = await client.send(new DeleteItemCommand({ TableName, Key: marshall(key), ReturnValues: 'ALL_OLD' }));
  return removed.Attributes !== undefined;
}

async function query(client: DynamoDBClient, TableName: string, address: string): Promise<Item[]> {
  const input = {
    ...CONSISTENT,
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': addressKey(address) }),
  };
  const items: Item[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, input)) {
    items.push(...Items.map((item) => unmarshall(item)));
  }
  return items;
}

async function* scan(client: DynamoDBClient, TableName: string): AsyncGenerator<Objection[]> {
  const input = {
    TableName,
    FilterExpression: 'begins_with(pk, :prefix)',
    ExpressionAttributeValues: marshall({ ':prefix': ADDRESS_PREFIX }),
  };
  for await (const { Items = [] } of paginateScan({ client }, input)) {
    if (Items.length > 0) yield Items.map((item) => toObjection(unmarshall(item)));
  }
}

function toObjection({ pk, sk, ...content }: Item): Objection {
  const kind = String(sk).startsWith(UNSUBSCRIBED_PREFIX) ? 'unsubscribed' : 'suppressed';
  return { kind, ...content } as Objection;
}
