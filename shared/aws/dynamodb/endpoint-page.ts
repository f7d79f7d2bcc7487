import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Circuit, Endpoint, EndpointPage, EndpointRange } from '../../ports/endpoints';
import { CIRCUIT_PREFIX, ENDPOINT_PREFIX, tenantKey } from './directory-items';
import { withoutKeys } from './endpoint-snapshot';

/** Sorts after every id. */
const AFTER_ALL = '~';

/** Endpoints of a tenant after an id by one query, and their circuits by another. */
export async function pageOfEndpoints(
  tenant: string,
  { after = '', limit }: EndpointRange,
  client: DynamoDBClient,
  TableName: string,
): Promise<EndpointPage> {
  const of = <Entry>(prefix: string, from: string, to: string, count: number) =>
    itemsBetween<Entry>({ tenant, from: prefix + from, to: prefix + to, count }, client, TableName);
  // One more for `after` itself, because the range is inclusive, and one that tells whether there are more.
  const read = await of<Endpoint>(ENDPOINT_PREFIX, after, AFTER_ALL, limit + 2);
  const left = read.filter(({ id }) => id > after);
  const page = left.slice(0, limit);
  const [first, last] = [page[0]?.id, page.at(-1)?.id];
  if (first === undefined || last === undefined) return { endpoints: [], hasMore: false };
  const circuits = await of<Circuit>(CIRCUIT_PREFIX, first, last, limit);
  const circuitOf = new Map(circuits.map((circuit) => [circuit.endpoint, circuit]));
  const endpoints = page.map((endpoint) => ({ endpoint, circuit: circuitOf.get(endpoint.id) }));
  return { endpoints, hasMore: left.length > limit };
}

interface KeyRange {
  readonly tenant: string;
  /** Sort keys, inclusive. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** The first items of the range, by as many queries as their bytes need. */
async function itemsBetween<Entry>(
  { tenant, from, to, count }: KeyRange,
  client: DynamoDBClient,
  TableName: string,
): Promise<Entry[]> {
  const input = {
    TableName,
    ConsistentRead: true,
    Limit: count,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: marshall({ ':pk': tenantKey(tenant), ':from': from, ':to': to }),
  };
  const items: Entry[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, input)) {
    items.push(...Items.map((item) => withoutKeys<Entry>(unmarshall(item))));
    if (items.length >= count) break;
  }
  return items;
}
