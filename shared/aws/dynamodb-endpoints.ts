import {
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  paginateScan,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { lateLine } from '../domain/delivery/rate-slots';
import type { Circuit, Endpoint, EndpointChange, EndpointRegistry, EndpointSnapshot } from '../ports/endpoints';
import {
  CIRCUIT_PREFIX,
  circuitKey,
  ENDPOINT_PREFIX,
  endpointKey,
  rateKey,
  tenantKey,
  versionKey,
} from './directory-items';
import { writeWithVersion } from './write-with-version';

/** Endpoints with their circuits in the directory table. */
export function dynamodbEndpoints(client: DynamoDBClient, tableName: string): EndpointRegistry {
  const get = async (key: object): Promise<Record<string, unknown> | undefined> => {
    const input = { TableName: tableName, Key: marshall(key), ConsistentRead: true };
    const { Item } = await client.send(new GetItemCommand(input));
    return Item && unmarshall(Item);
  };
  const write = (tenant: string, ...items: readonly TransactWriteItem[]) =>
    writeWithVersion(client, { tableName, tenant, items });
  const forget = (key: object): TransactWriteItem => ({ Delete: { TableName: tableName, Key: marshall(key) } });
  return {
    version: async (tenant) => Number((await get(versionKey(tenant)))?.version ?? 0),
    load: async (tenant) => snapshotOf(await itemsOf(tenant, client, tableName)),
    find: async (tenant, id) => {
      const item = await get(endpointKey(tenant, id));
      return item && withoutKeys<Endpoint>(item);
    },
    all: async function* () {
      for await (const { Items = [] } of paginateScan({ client }, endpointScan(tableName)))
        yield* Items.map((item) => withoutKeys<Endpoint>(unmarshall(item)));
    },
    save: async (endpoint) => {
      const Item = marshall({ ...endpointKey(endpoint.tenant, endpoint.id), ...endpoint }, MARSHALL);
      await write(endpoint.tenant, { Put: { TableName: tableName, Item } });
    },
    change: (tenant, id, change, expected = {}) =>
      write(
        tenant,
        { Update: { TableName: tableName, ...changeUpdate(tenant, id, change, expected) } },
        ...(change.state?.enabled ? [forget(circuitKey(tenant, id))] : []),
      ),
    remove: (tenant, id) =>
      write(
        tenant,
        { Delete: { TableName: tableName, Key: marshall(endpointKey(tenant, id)), ...IF_THERE } },
        forget(circuitKey(tenant, id)),
        forget(rateKey(id)),
        forget(rateKey(lateLine(id))),
      ),
  };
}

const MARSHALL = { removeUndefinedValues: true };
const IF_THERE = { ConditionExpression: 'attribute_exists(pk)' };

/**
 * One query for all of a tenant, backwards, so that the version is read before what it is the version of: a change that
 * comes in between has a later one and is noticed.
 */
async function itemsOf(tenant: string, client: DynamoDBClient, TableName: string): Promise<Record<string, unknown>[]> {
  const input = {
    ...{ TableName, ScanIndexForward: false, ConsistentRead: true },
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': tenantKey(tenant) }),
  };
  const items: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, input))
    items.push(...Items.map((item) => unmarshall(item)));
  return items;
}

const endpointScan = (TableName: string) => ({
  ...{ TableName, ConsistentRead: true, FilterExpression: 'begins_with(pk, :tenant) AND begins_with(sk, :endpoint)' },
  ExpressionAttributeValues: marshall({ ':tenant': tenantKey(''), ':endpoint': ENDPOINT_PREFIX }),
});

function snapshotOf(items: readonly Record<string, unknown>[]): EndpointSnapshot {
  const ascending = items.toReversed();
  const of = <Entry>(prefix: string) =>
    ascending.filter(({ sk }) => String(sk).startsWith(prefix)).map((item) => withoutKeys<Entry>(item));
  const { version = 0 } = items.find(({ sk }) => sk === versionKey('').sk) ?? {};
  return {
    version: Number(version),
    endpoints: new Map(of<Endpoint>(ENDPOINT_PREFIX).map((endpoint) => [endpoint.id, endpoint])),
    circuits: new Map(of<Circuit>(CIRCUIT_PREFIX).map((circuit) => [circuit.endpoint, circuit])),
  };
}

function changeUpdate(tenant: string, id: string, change: EndpointChange, expected: EndpointChange) {
  const [sets, conditions] = [Object.entries(change), Object.entries(expected)];
  const names = [...sets, ...conditions].map(([name]) => [`#${name}`, name] as const);
  return {
    Key: marshall(endpointKey(tenant, id)),
    UpdateExpression: `SET ${sets.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    ConditionExpression: ['attribute_exists(pk)', ...conditions.map(([name]) => `#${name} = :was_${name}`)].join(
      ' AND ',
    ),
    ExpressionAttributeNames: Object.fromEntries(names),
    ExpressionAttributeValues: marshall(
      {
        ...Object.fromEntries(sets.map(([name, value]) => [`:${name}`, value])),
        ...Object.fromEntries(conditions.map(([name, value]) => [`:was_${name}`, value])),
      },
      MARSHALL,
    ),
  };
}

const withoutKeys = <Entry>({ pk, sk, ...entry }: Record<string, unknown>): Entry => entry as Entry;
