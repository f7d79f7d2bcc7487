import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ReplayRun, ReplayRuns, RunKey } from '../../ports/replay-runs';
import { isWritten } from './is-written';
import { TTL_ATTRIBUTE } from './ledger-items';
import { RUNNING_SET, runItemKey, SET_ATTRIBUTE, SET_INDEX, tenantOfRun } from './listing-items';

/** Days that a run can be read after its last progress. */
const RETENTION_DAYS = 30;
const MAX_RUNNING = 100;

/** Runs are items of the listing table; those that are running are a set of its index. */
export const dynamodbReplayRuns = (client: DynamoDBClient, TableName: string): ReplayRuns => ({
  begin: async (run) => {
    const Item = marshall({ ...itemOf(run), ...runItemKey(keyOf(run)), leaseUntil: '' }, OMITTING);
    await client.send(new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
  },
  read: async (key) => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName, Key: marshall(runItemKey(key)), ConsistentRead: true }),
    );
    return Item && toRun(unmarshall(Item));
  },
  running: async () => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: SET_INDEX,
        KeyConditionExpression: '#set = :running',
        ExpressionAttributeNames: { '#set': SET_ATTRIBUTE },
        ExpressionAttributeValues: marshall({ ':running': RUNNING_SET }),
        Limit: MAX_RUNNING,
      }),
    );
    return Items.map(({ pk, sk }) => ({ tenant: tenantOfRun(pk?.S ?? ''), id: sk?.S ?? '' }));
  },
  take: async (key, { until }, now) => {
    try {
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({
          TableName,
          Key: marshall(runItemKey(key)),
          UpdateExpression: 'SET leaseUntil = :until',
          ConditionExpression: '#status = :running AND leaseUntil <= :now',
          ExpressionAttributeNames: STATUS,
          ExpressionAttributeValues: marshall({ ':until': until, ':now': now, ':running': 'running' }),
          ReturnValues: 'ALL_NEW',
        }),
      );
      return toRun(unmarshall(Attributes));
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  },
  save: (run, held, next) => {
    const Item = marshall({ ...itemOf(run), ...runItemKey(keyOf(run)), leaseUntil: next.until }, OMITTING);
    return isWritten(
      client.send(
        new PutItemCommand({
          TableName,
          Item,
          ConditionExpression: '#status = :running AND leaseUntil = :held',
          ExpressionAttributeNames: STATUS,
          ExpressionAttributeValues: marshall({ ':running': 'running', ':held': held.until }),
        }),
      ),
    );
  },
  stop: (key, now) =>
    isWritten(
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: marshall(runItemKey(key)),
          UpdateExpression: 'SET #status = :stopped, updatedAt = :now REMOVE #set',
          ConditionExpression: '#status = :running',
          ExpressionAttributeNames: { ...STATUS, '#set': SET_ATTRIBUTE },
          ExpressionAttributeValues: marshall({ ':stopped': 'stopped', ':running': 'running', ':now': now }),
        }),
      ),
    ),
});

const STATUS = { '#status': 'status' };
const OMITTING = { removeUndefinedValues: true };

const keyOf = ({ id, filter: { tenant } }: ReplayRun): RunKey => ({ tenant, id });

const itemOf = (run: ReplayRun) => ({
  ...run,
  ...(run.status === 'running' && { [SET_ATTRIBUTE]: RUNNING_SET }),
  [TTL_ATTRIBUTE]: Math.floor(Date.parse(run.updatedAt) / 1000) + RETENTION_DAYS * 86_400,
});

function toRun(item: Record<string, unknown>): ReplayRun {
  const { pk, sk, leaseUntil, [SET_ATTRIBUTE]: _, [TTL_ATTRIBUTE]: __, ...run } = item;
  return run as unknown as ReplayRun;
}
