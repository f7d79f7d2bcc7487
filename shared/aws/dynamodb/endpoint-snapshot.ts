import { type DynamoDBClient, paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Circuit, Endpoint, EndpointSnapshot } from '../../ports/endpoints';
import { CIRCUIT_PREFIX, ENDPOINT_PREFIX, tenantKey, versionKey } from './directory-items';

/** All endpoints and circuits of a tenant. */
export const snapshotOfTenant = async (
  tenant: string,
  client: DynamoDBClient,
  tableName: string,
): Promise<EndpointSnapshot> => snapshotOf(await itemsOf(tenant, client, tableName));

/** All endpoints of all tenants. */
export async function* allEndpoints(client: DynamoDBClient, tableName: string): AsyncGenerator<Endpoint> {
  for await (const { Items = [] } of paginateScan({ client }, endpointScan(tableName)))
    yield* Items.map((item) => withoutKeys<Endpoint>(unmarshall(item)));
}

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

export const withoutKeys = <Entry>({ pk, sk, ...entry }: Record<string, unknown>): Entry => entry as Entry;
