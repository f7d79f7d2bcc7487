import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Delivery } from '../../../shared/domain/delivery/claim';
import type { CloudEvent } from '../../../shared/domain/notification/operational-event';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import { targetDigest } from '../../../shared/runtime/message/target-digest';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { handOn } from './hand-on';

const AT = '2026-11-23T09:30:00.000Z';
const id = '01JDCQ7Z3K9V5N8X2M4T6R0WYA';
const aDelivery = (over: Partial<Delivery> = {}): Delivery => ({
  tenant: 'acme',
  notificationId: id,
  channel: 'email',
  target: 'ann@example.com',
  state: 'failed',
  attempted: 2,
  attempts: [{ n: 2, at: AT, outcome: 'failed', durationMs: 1, reason: '550 ann@example.com is unknown' }],
  ...over,
});

const streamed = (image: object, n = 0): DynamoDBRecord =>
  ({
    eventName: 'MODIFY',
    dynamodb: { SequenceNumber: String(n), NewImage: marshall(image, { removeUndefinedValues: true }) },
  }) as DynamoDBRecord;

function start(answer: (n: number) => string | undefined = () => undefined) {
  const sent: QueueMessage[] = [];
  const log = recordingLogger();
  const relay = {
    offer: async (messages: readonly QueueMessage[]) => {
      sent.push(...messages);
      return messages.map((_, n) => answer(n));
    },
  };
  return {
    lines: log.lines,
    handOn: (...records: DynamoDBRecord[]) => handOn(records, { relay, source: 'arn:topic', log }),
    messages: () => sent.map(({ body }) => JSON.parse(body) as CloudEvent[]),
  };
}

test('a delivery with a final state is an event without address and reason, the same whenever it comes again', async () => {
  const it = start();
  expect(
    await it.handOn(streamed(aDelivery()), streamed({ ...aDelivery(), returned: { at: AT, reason: 'away' } })),
  ).toEqual([]);
  const [[first, second] = []] = it.messages();
  expect(first).toEqual({
    specversion: '1.0',
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    source: 'arn:topic',
    type: 'delivery.failed',
    subject: id,
    time: AT,
    tenant: 'acme',
    datacontenttype: 'application/json',
    data: { channel: 'email', state: 'failed', attempts: 2, target: targetDigest('ann@example.com') },
  });
  expect(second).toEqual(first);
});

test('another target, another attempt and another state are other events', async () => {
  const it = start();
  const again = { n: 1, at: '2026-11-24T09:30:00.000Z', outcome: 'failed', durationMs: 1 } as const;
  await it.handOn(
    ...[{}, { target: 'bob@example.com' }, { attempts: [again], attempted: 1 }, { state: 'held' as const }].map(
      (over) => streamed(aDelivery(over)),
    ),
  );
  expect(
    new Set(
      it
        .messages()
        .flat()
        .map((event) => event.id),
    ).size,
  ).toBe(4);
});

test('feedback of the mail service is an event of its own, at the time of the feedback', async () => {
  const it = start();
  const feedback = { state: 'bounced', at: '2026-11-23T09:31:00.000Z', reason: '550' } as const;
  await it.handOn(streamed(aDelivery({ state: 'bounced', feedback })));
  expect(it.messages().flat()).toMatchObject([{ type: 'delivery.bounced', time: feedback.at }]);
});

test.each<[string, object]>([
  ['is open', { state: 'retrying' }],
  ['is the note of a conflict, which is raised', { channel: 'audit', target: 'conflict', state: 'rejected' }],
  ['was erased since', { target: `${'a'.repeat(64)}@erased.invalid` }],
  ['has no time', { attempts: [] }],
])('a delivery that %s is no event', async (_, over) => {
  const it = start();
  expect(await it.handOn(streamed({ ...aDelivery(), ...over }))).toEqual([]);
  expect(it.messages()).toEqual([]);
});

test('a record that nobody of this service wrote is logged, and blocks no other', async () => {
  const it = start();
  const forged = {
    dynamodb: { SequenceNumber: '7', NewImage: { state: { X: 'failed' } } },
  } as unknown as DynamoDBRecord;
  expect(await it.handOn(forged, { dynamodb: {} }, streamed({ state: 'failed' }), streamed(aDelivery()))).toEqual([]);
  expect(it.messages().flat()).toHaveLength(1);
  expect(it.lines.map(({ event, fields }) => [event, fields.sequenceNumber])).toEqual([
    ['event_not_read', '7'],
    ['event_not_read', ''],
  ]);
});

describe('a thousand deliveries', () => {
  const records = Array.from({ length: 1000 }, (_, n) => streamed(aDelivery({ target: `t${n}` }), n));

  test('are ten messages, each within the limit of SQS', async () => {
    const it = start();
    expect(await it.handOn(...records)).toEqual([]);
    expect(it.messages().map((events) => events.length)).toEqual(Array(10).fill(100));
  });

  test('of which the queue takes a part come back from the first on that it did not take', async () => {
    const it = start((n) => (n === 3 || n === 5 ? 'throttled' : undefined));
    expect(await it.handOn(...records)).toEqual(['300']);
    expect(it.lines).toMatchObject([{ event: 'events_not_handed_on', fields: { events: 1000, error: 'throttled' } }]);
  });
});
