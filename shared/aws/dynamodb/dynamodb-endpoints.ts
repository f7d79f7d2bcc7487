import { type DynamoDBClient, GetItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { lateLine } from '../../domain/delivery/rate-slots';
import { type Endpoint, type EndpointRegistry, leavesIndex, MAX_ENDPOINTS, startsAfresh } from '../../ports/endpoints';
import { circuitKey, endpointKey, rateKey, versionKey } from './directory-items';
import { endpointChange } from './endpoint-change';
import { countEndpoints, firstCount, hasSameEndpoints, oneLess, oneMore, type VersionItem } from './endpoint-count';
import { pageOfEndpoints } from './endpoint-page';
import { allEndpoints, snapshotOfTenant, withoutKeys } from './endpoint-snapshot';
import { NEW_INDEX, type NextVersion, SAME_INDEX, writeWithVersion } from './write-with-version';

export interface EndpointLimits {
  /** @default `MAX_ENDPOINTS` */
  readonly maxEndpoints?: number;
}

/** Each failed try is a race with another change of the same endpoint, or of the tenant's first count. */
const MAX_TRIES = 8;

/** Endpoints with their circuits in the directory table, as operators see and change them. */
export function dynamodbEndpoints(
  client: DynamoDBClient,
  tableName: string,
  { maxEndpoints = MAX_ENDPOINTS }: EndpointLimits = {},
): EndpointRegistry {
  const get = async (key: object): Promise<Record<string, unknown> | undefined> => {
    const input = { TableName: tableName, Key: marshall(key), ConsistentRead: true };
    const { Item } = await client.send(new GetItemCommand(input));
    return Item && unmarshall(Item);
  };
  const versionOf = async (tenant: string): Promise<VersionItem> => (await get(versionKey(tenant))) ?? {};
  const has = async (tenant: string, id: string) => (await get(endpointKey(tenant, id))) !== undefined;
  const write = (tenant: string, next: NextVersion, ...items: readonly TransactWriteItem[]) =>
    writeWithVersion(client, { tableName, tenant, items, next });
  const forget = (key: object): TransactWriteItem => ({ Delete: { TableName: tableName, Key: marshall(key) } });
  const forgetTurns = (id: string) => [forget(rateKey(id)), forget(rateKey(lateLine(id)))];

  /** The version that has one endpoint more; undefined if the endpoints changed while they were counted. */
  const nextCount = async (tenant: string): Promise<NextVersion | 'full' | undefined> => {
    const before = await versionOf(tenant);
    const count = before.endpoints ?? (await countEndpoints(client, tableName, tenant));
    if (count >= maxEndpoints) return 'full';
    if (before.endpoints !== undefined) return oneMore(maxEndpoints);
    const now = await versionOf(tenant);
    return hasSameEndpoints(before, now) ? firstCount(count, now) : undefined;
  };
  const save = async (endpoint: Endpoint): Promise<boolean | undefined> => {
    const { tenant, id } = endpoint;
    const Item = marshall({ ...endpointKey(tenant, id), ...endpoint }, MARSHALL);
    if (await has(tenant, id)) {
      const isReplaced = await write(tenant, NEW_INDEX, { Put: { TableName: tableName, Item, ...IF_THERE } });
      return isReplaced || undefined;
    }
    const next = await nextCount(tenant);
    if (next === undefined) return undefined;
    if (next === 'full') return false;
    const isAdded = await write(tenant, next, { Put: { TableName: tableName, Item, ...IF_NOT_THERE } });
    return isAdded || undefined;
  };
  const remove = async (tenant: string, id: string): Promise<boolean | undefined> => {
    if (!(await has(tenant, id))) return false;
    const isRemoved = await write(
      tenant,
      oneLess(await versionOf(tenant)),
      { Delete: { TableName: tableName, Key: marshall(endpointKey(tenant, id)), ...IF_THERE } },
      forget(circuitKey(tenant, id)),
      ...forgetTurns(id),
    );
    return isRemoved || undefined;
  };
  return {
    version: async (tenant) => Number((await versionOf(tenant)).version ?? 0),
    load: (tenant) => snapshotOfTenant(tenant, client, tableName),
    page: (tenant, range) => pageOfEndpoints(tenant, range, client, tableName),
    find: async (tenant, id) => {
      const item = await get(endpointKey(tenant, id));
      return item && withoutKeys<Endpoint>(item);
    },
    all: () => allEndpoints(client, tableName),
    save: (endpoint) => untilSettled(() => save(endpoint), `saving ${endpoint.id}`),
    change: (tenant, id, change, expected = {}) =>
      write(
        tenant,
        leavesIndex(change) ? SAME_INDEX : NEW_INDEX,
        { Update: { TableName: tableName, ...endpointChange(tenant, id, change, expected) } },
        ...(startsAfresh(change) ? [forget(circuitKey(tenant, id))] : []),
        ...('ratePerSecond' in change ? forgetTurns(id) : []),
      ),
    remove: (tenant, id) => untilSettled(() => remove(tenant, id), `removing ${id}`),
  };
}

/** Repeats a write while it is undefined: what it was based on had changed by then, and it wrote nothing. */
async function untilSettled(attempt: () => Promise<boolean | undefined>, what: string): Promise<boolean> {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new Error(`${what}: other writes were faster in each of ${MAX_TRIES} tries`);
}

const MARSHALL = { removeUndefinedValues: true };
const IF_THERE = { ConditionExpression: 'attribute_exists(pk)' };
const IF_NOT_THERE = { ConditionExpression: 'attribute_not_exists(pk)' };
