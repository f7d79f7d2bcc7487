import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type IdRange, type ListedEndpoint, typeIndexBuilder } from '../../domain/webhook/type-index';
import type { Circuit, DirectoryVersions, Endpoint, EndpointSource, VersionedIndex } from '../../ports/endpoints';
import { circuitKey, ENDPOINT_PREFIX, endpointKey, tenantKey, versionKey } from './directory-items';
import { type Item, itemReader } from './item-reader';

/** Endpoints with their circuits in the directory table, as the webhook function reads them: never all of a tenant's. */
export function dynamodbEndpointSource(client: DynamoDBClient, tableName: string): EndpointSource {
  const readStrongly = itemReader(client)(tableName, { ConsistentRead: true });
  // Half the units. What is read before a change reaches all replicas is read again after a while, as an index is.
  const read = itemReader(client)(tableName, { ConsistentRead: false });
  const index = (tenant: string, from: string, to: string) => readIndex({ client, tableName, tenant, from, to });
  const keyOf = (id: string) => endpointKey('', id).sk;
  return {
    versions: async (tenant) => versionsOf(await readStrongly(versionKey(tenant))),
    index: (tenant) => index(tenant, ENDPOINT_PREFIX, versionKey(tenant).sk),
    indexOf: async (tenant, { from, to }: IdRange) => (await index(tenant, keyOf(from), keyOf(to))).index,
    read: async (tenant, id) => {
      const keys = [endpointKey(tenant, id), circuitKey(tenant, id)];
      const [endpoint, circuit] = await Promise.all(keys.map((key) => read(key)));
      return { endpoint: entryOf<Endpoint>(endpoint), circuit: entryOf<Circuit>(circuit) };
    },
    find: async (tenant, id) => entryOf<Endpoint>(await readStrongly(endpointKey(tenant, id))),
  };
}

function entryOf<Entry>(item: Item | undefined): Entry | undefined {
  if (item === undefined) return undefined;
  const { pk, sk, ...entry } = item;
  return entry as Entry;
}

/** Writers that do not know of the index count in `version` alone. */
const versionsOf = ({ version = 0, unindexed = 0 }: Item = {}): DirectoryVersions => ({
  version: Number(version),
  indexVersion: Number(version) - Number(unindexed),
});

interface IndexQuery {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly tenant: string;
  /** First and last sort key. */
  readonly from: string;
  readonly to: string;
}

/**
 * One query in descending order, so that the version is read before the endpoints. The projection leaves secrets out: it
 * saves transfer and parsing, not read units. Eventually consistent, for half the units: a query is not isolated from
 * transactions in either case, so that an index is read again after a while.
 */
async function readIndex({ client, tableName, tenant, from, to }: IndexQuery): Promise<VersionedIndex> {
  const builder = typeIndexBuilder();
  let versions = versionsOf();
  const query = {
    TableName: tableName,
    ScanIndexForward: false,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ProjectionExpression: 'id, #types, #filter, #state.#enabled, version, unindexed',
    ExpressionAttributeNames: { '#types': 'types', '#filter': 'filter', '#state': 'state', '#enabled': 'enabled' },
    ExpressionAttributeValues: marshall({ ':pk': tenantKey(tenant), ':from': from, ':to': to }),
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    for (const item of Items) {
      const endpoint = listed(item);
      if (endpoint) builder.add(endpoint);
      else if (item.version) versions = versionsOf({ version: item.version.N, unindexed: item.unindexed?.N });
    }
  }
  return { ...versions, index: builder.build() };
}

/** Reads the attributes directly: `unmarshall` takes four times as long, which counts for a hundred thousand items. */
function listed({ id, types, filter, state }: Record<string, AttributeValue>): ListedEndpoint | undefined {
  if (id?.S === undefined) return undefined;
  return {
    id: id.S,
    types: (types?.L ?? []).flatMap(({ S }) => S ?? []),
    filter: filter?.S,
    enabled: state?.M?.enabled?.BOOL === true,
  };
}
