import { type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { aKey, anAttempt, aSettlement } from '../testing/ledger/ledger-fixtures';
import { recordingLogger } from '../testing/recording-logger';
import { dynamodbDeliveryLedger } from './dynamodb-delivery-ledger';

const table = { tableName: 'ledger', retentionDays: 30 };
const exchange = { status: 503, timings: { total: 10 }, response: 'ask ada@example.com' } as const;
const answered = { ...aSettlement(2, 'retrying'), attempt: { ...anAttempt(2, 'retry'), exchange } };

/** What an adapter wrote to a table that takes no items of attempts. */
function aTableThatIsFull() {
  const writes: unknown[] = [];
  const send = async (command: UpdateItemCommand | PutItemCommand) => {
    if (command instanceof PutItemCommand) throw new Error('throttled');
    writes.push(command);
  };
  return { writes, client: { send } as unknown as DynamoDBClient };
}

test('an answer that cannot be kept is logged, without target and content, and the attempt is recorded', async () => {
  const [{ client, writes }, log, key] = [aTableThatIsFull(), recordingLogger(), aKey()];
  await dynamodbDeliveryLedger(client, table, log).settle(key, answered);
  expect(writes).toEqual([expect.any(UpdateItemCommand)]);
  const { notificationId, channel, tenant } = key;
  const fields = { notificationId, channel, tenant, attempt: 2, error: 'Error: throttled' };
  expect(log.lines).toEqual([{ level: 'error', event: 'answer_not_kept', fields }]);
});
