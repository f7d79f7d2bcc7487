import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ENDPOINT_PREFIX, tenantKey } from './directory-items';
import type { NextVersion } from './write-with-version';

/** The item of a tenant's version; `endpoints` is missing until the first endpoint is added by a version that counts. */
export interface VersionItem {
  readonly version?: number;
  /** Versions that did not change which endpoints there are, such as those of circuits. */
  readonly unindexed?: number;
  readonly endpoints?: number;
}

/** Whether the same endpoints may be there as when `before` was read: circuits may have changed, of which a busy tenant has many. */
export const hasSameEndpoints = (before: VersionItem, now: VersionItem): boolean =>
  now.endpoints === undefined && indexVersion(before) === indexVersion(now);

const indexVersion = ({ version = 0, unindexed = 0 }: VersionItem): number => version - unindexed;

/** One endpoint more, if that is within the maximum. */
export const oneMore = (maxEndpoints: number): NextVersion => ({
  UpdateExpression: 'ADD version :one, endpoints :one',
  ConditionExpression: 'endpoints < :max',
  values: { ':max': maxEndpoints },
});

/** One endpoint more than were counted. The count holds only if nothing has changed since this version was read after it. */
export const firstCount = (counted: number, { version }: VersionItem): NextVersion => ({
  UpdateExpression: 'SET endpoints = :count ADD version :one',
  ConditionExpression: `attribute_not_exists(endpoints) AND ${
    version === undefined ? 'attribute_not_exists(version)' : 'version = :seen'
  }`,
  values: { ':count': counted + 1, ...(version !== undefined && { ':seen': version }) },
});

/** One endpoint less. Where endpoints are not counted yet, the first that is added counts them. */
export const oneLess = ({ endpoints }: VersionItem): NextVersion =>
  endpoints === undefined
    ? { UpdateExpression: 'ADD version :one', ConditionExpression: 'attribute_not_exists(endpoints)' }
    : {
        UpdateExpression: 'ADD version :one, endpoints :less',
        ConditionExpression: 'attribute_exists(endpoints)',
        values: { ':less': -1 },
      };

/** Counts a tenant's endpoints by reading them all. */
export async function countEndpoints(client: DynamoDBClient, TableName: string, tenant: string): Promise<number> {
  const query = {
    TableName,
    Select: 'COUNT' as const,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :endpoint)',
    ExpressionAttributeValues: marshall({ ':pk': tenantKey(tenant), ':endpoint': ENDPOINT_PREFIX }),
  };
  let count = 0;
  for await (const { Count = 0 } of paginateQuery({ client }, query)) count += Count;
  return count;
}
