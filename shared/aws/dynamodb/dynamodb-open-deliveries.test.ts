import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, NumberValueImpl as NumberValue } from '@aws-sdk/util-dynamodb';
import { recordingLogger } from '../../testing/recording-logger';
import { dynamodbOpenDeliveries } from './dynamodb-open-deliveries';

const NOW = new Date('2026-11-23T09:30:00Z');
const aDelivery = (notificationId: string, overrides: object = {}) => ({
  notificationId,
  tenant: 'acme',
  channel: 'webhook',
  target: 'ep_1',
  state: 'claimed',
  attempted: 0,
  ...overrides,
});

test.each<[string, object]>([
  ['a number that JavaScript has not', { attempted: NumberValue.from('1.5e20') }],
  ['attempts that are no list', { attempts: 5 }],
])('an item with %s is logged, and the others of its page are listed', async (_, overrides) => {
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  const items = [aDelivery('n-0'), aDelivery('n-1', overrides), aDelivery('n-2')];
  const answer = async () => ({
    Items: items.map((item) => marshall(item)),
    LastEvaluatedKey: marshall({ pk: 'n-2' }),
  });
  jest.spyOn(client, 'send').mockImplementation(answer as never);
  const log = recordingLogger();
  expect(await dynamodbOpenDeliveries(client, 'ledger', log).page(undefined, NOW)).toEqual({
    deliveries: [aDelivery('n-0', { attempts: [] }), aDelivery('n-2', { attempts: [] })],
    next: '{"pk":"n-2"}',
  });
  const about = { notificationId: 'n-1', channel: 'webhook', tenant: 'acme' };
  const fields = { ...about, reason: 'ledger.delivery.unreadable' };
  expect(log.lines).toEqual([{ level: 'error', event: 'orphan_unrecoverable', fields }]);
});
