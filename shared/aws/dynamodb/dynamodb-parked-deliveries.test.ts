import { type BatchGetItemCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, NumberValueImpl as NumberValue } from '@aws-sdk/util-dynamodb';
import { recordingLogger } from '../../testing/recording-logger';
import { dynamodbParkedDeliveries } from './dynamodb-parked-deliveries';

const WITHOUT_UNDEFINED = { removeUndefinedValues: true };
const NOW = '2026-11-23T09:30:00.000Z';

/** A table whose index lists these deliveries as due, and which records its reads. */
function aTable(channels: readonly string[], overrides: object = {}) {
  const items = channels.map((channel, n) => ({
    pk: `n-${n}`,
    sk: `D#${channel}#target#1`,
    channel,
    notificationId: `n-${n}`,
    tenant: 'acme',
    target: 'target#1',
    dueAt: NOW,
    parked: { body: '{}', attributes: {} },
    ...overrides,
  }));
  const client = new DynamoDBClient({ region: 'eu-central-1' });
  const batches: number[] = [];
  const answer = async (command: unknown) => {
    if (command instanceof QueryCommand) return { Items: items.map(({ pk, sk }) => marshall({ pk, sk })) };
    const { RequestItems } = (command as BatchGetItemCommand).input;
    const keys = RequestItems?.ledger?.Keys ?? [];
    batches.push(keys.length);
    const wanted = keys.map(({ pk }) => pk?.S);
    return {
      Responses: {
        ledger: items.filter(({ pk }) => wanted.includes(pk)).map((item) => marshall(item, WITHOUT_UNDEFINED)),
      },
    };
  };
  jest.spyOn(client, 'send').mockImplementation(answer as never);
  return { parked: dynamodbParkedDeliveries(client, 'ledger', { log: recordingLogger() }), batches };
}

test("a channel reads pages of ten of its own deliveries from the table, and none of another channel's backlog", async () => {
  const { parked, batches } = aTable([...Array(500).fill('webhook'), ...Array(12).fill('email'), 'email-2']);
  const listed = [];
  for await (const page of parked.due('email', 0, NOW)) listed.push(...page.map(({ key }) => key.channel));
  expect([listed, batches]).toEqual([Array(12).fill('email'), [10, 2]]);
});

test('due deliveries of other channels are counted only by the index', async () => {
  const { parked, batches } = aTable(['webhook', 'sms', 'sms', 'email', 'fax']);
  const others = await parked.dueOfOthers(['webhook', 'email'], 0, NOW);
  expect([others, batches]).toEqual([new Map(Object.entries({ sms: 2, fax: 1 })), []]);
});

test("the key of a delivery is its item's key, even if its attributes differ", async () => {
  const { parked } = aTable(['email'], { notificationId: 'other', channel: 'webhook', target: 'other' });
  const listed = [];
  for await (const page of parked.due('email', 0, NOW)) listed.push(...page.map(({ key }) => key));
  expect(listed).toEqual([{ tenant: 'acme', notificationId: 'n-0', channel: 'email', target: 'target#1' }]);
});

test.each([
  ['without a message', { parked: undefined, tenant: undefined }],
  ['with a number that JavaScript has not', { attempted: NumberValue.from('1.5e20') }],
])('an item %s is listed like the others of its page', async (_, overrides) => {
  const { parked } = aTable(['email', 'email'], overrides);
  const listed = [];
  for await (const page of parked.due('email', 0, NOW)) listed.push(...page.map(({ message }) => message));
  expect(listed).toEqual([undefined, undefined]);
});
