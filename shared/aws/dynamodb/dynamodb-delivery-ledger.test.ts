import {
  BatchExecuteStatementCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  type QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DeliveryKey } from '../../domain/delivery/claim';
import { aClaim, aKey, anAttempt, aSettlement } from '../../testing/ledger/ledger-fixtures';
import { recordingLogger } from '../../testing/recording-logger';
import { dynamodbDeliveryLedger } from './dynamodb-delivery-ledger';
import { deliveryItemKey } from './ledger-items';

const table = { tableName: 'ledger', retentionDays: 30 };
const exchange = { status: 503, timings: { total: 10 }, response: 'ask ada@example.com' } as const;
const answered = { ...aSettlement(2, 'retrying'), attempt: { ...anAttempt(2, 'retry'), exchange } };

/** An adapter's writes to a table that refuses items of attempts. */
function aTableThatIsFull() {
  const writes: unknown[] = [];
  const send = async (command: UpdateItemCommand | PutItemCommand) => {
    if (command instanceof PutItemCommand) throw new Error('throttled');
    writes.push(command);
  };
  return { writes, client: { send } as unknown as DynamoDBClient };
}

test('a response that cannot be stored is logged, without target and content, and the attempt is recorded', async () => {
  const [{ client, writes }, log, key] = [aTableThatIsFull(), recordingLogger(), aKey()];
  await dynamodbDeliveryLedger(client, table, { log }).settle(key, answered);
  expect(writes).toEqual([expect.any(UpdateItemCommand)]);
  const { notificationId, channel, tenant } = key;
  const fields = { notificationId, channel, tenant, attempt: 2, error: 'Error: throttled' };
  expect(log.lines).toEqual([{ level: 'error', event: 'answer_not_kept', fields }]);
});

test('open deliveries of a channel are queried by a sort key prefix that only its deliveries have', async () => {
  const key = aKey({ channel: 'email' });
  const { target: _, ...begun } = key;
  const asked: QueryCommand[] = [];
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  jest.spyOn(client, 'send').mockImplementation((async (query: QueryCommand) => {
    asked.push(query);
    return { Items: [] };
  }) as never);
  await dynamodbDeliveryLedger(client, table, { log: recordingLogger() }).openTargets(begun);
  const { ':id': id, ':prefix': prefix } = asked[0]?.input.ExpressionAttributeValues ?? {};
  const isAsked = (one: DeliveryKey) => deliveryItemKey(one).sk.startsWith(prefix?.S ?? '?');
  expect(id?.S).toBe(key.notificationId);
  expect([key, { ...key, target: '' }, { ...key, target: 'Bob@example.com' }].map(isAsked)).toEqual([true, true, true]);
  expect(
    [
      { ...key, channel: 'email-2' },
      { ...key, channel: 'webhook' },
    ].map(isAsked),
  ).toEqual([false, false]);
});

describe('two claims, whose call for both fails', () => {
  const keys = [aKey(), aKey()];
  const claims = (single: (key: unknown) => unknown) => {
    const client = {
      send: async (command: unknown) => {
        if (command instanceof BatchExecuteStatementCommand) throw new Error('timeout');
        return single(command instanceof UpdateItemCommand && command.input.Key?.pk?.S);
      },
    } as unknown as DynamoDBClient;
    const ledger = dynamodbDeliveryLedger(client, table, { log: recordingLogger() });
    return Promise.all(keys.map((key) => ledger.claim(key, aClaim())));
  };

  test('are decided by a call for each', async () => {
    expect(await claims(() => ({}))).toEqual([
      { kind: 'claimed', attempt: 1 },
      { kind: 'claimed', attempt: 1 },
    ]);
  });

  test('are leased until their lease ends if that call did claim them: no attempt was made, and none is made twice', async () => {
    const decided = claims((pk) => {
      const key = keys.find(({ notificationId }) => notificationId === pk);
      const item = { ...key, state: 'claimed', attempted: 0, leaseUntil: aClaim().leaseUntil };
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {}, Item: marshall(item) });
    });
    const leased = { kind: 'leased', until: aClaim().leaseUntil };
    expect(await decided).toEqual([leased, leased]);
  });
});
