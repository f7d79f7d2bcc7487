import {
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  paginateScan,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { lateLine } from '../../domain/delivery/rate-slots';
import {
  type Circuit,
  type Endpoint,
  type EndpointRegistry,
  type EndpointSnapshot,
  startsAfresh,
} from '../../ports/endpoints';
import {
  CIRCUIT_PREFIX,
  circuitKey,
  ENDPOINT_PREFIX,
  endpointKey,
  rateKey,
  tenantKey,
  versionKey,
} from './directory-items';
import { endpointChange } from './endpoint-change';
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
  const forgetTurns = (id: string) => [forget(rateKey(id)), forget(rateKey(lateLine(id)))];
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
        { Update: { TableName: tableName, ...endpointChange(tenant, id, change, expected) } },
        ...(startsAfresh(change) ? [forget(circuitKey(tenant, id))] : []),
        ...('ratePerSecond' in change ? forgetTurns(id) : []),
      ),
    remove: (tenant, id) =>
      write(
        tenant,
        { Delete: { TableName: tableName, Key: marshall(endpointKey(tenant, id)), ...IF_THERE } },
        forget(circuitKey(tenant, id)),
        ...forgetTurns(id),
      ),
  };
}

const MARSHALL = { removeUndefinedValues: true };
const IF_THERE = { ConditionExpression: 'attribute_exists(pk)' };

/**
 * All items of a tenant by one query in descending order, so that the version is read before endpoints and circuits: a
 * concurrent change has a later version, and the next version check detects it.
 */
async function itemsOf(tenant: string, client: DynamoDBClient, TableName: string): Promise<Record<string, unknown>[]> {
  const input = {
    TableName,
    ScanIndexForward: false,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': tenantKey(tenant) }),
  };
  const items: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, input))
    items.push(...Items.map((item) => unmarshall(item)));
  return items;
}

const endpointScan = (TableName: string) => ({
  TableName,
  ConsistentRead: true,
  FilterExpression: 'begins_with(pk, :tenant) AND begins_with(sk, :endpoint)',
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

const withoutKeys = <Entry>({ pk, sk, ...entry }: Record<string, unknown>): Entry => entry as Entry;
