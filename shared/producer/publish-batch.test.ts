import fc from 'fast-check';
import { channels } from '../../handlers';
import { messageBytes } from '../domain/notification/message-size';
import { MAX_MESSAGE_BYTES } from '../domain/notification/notification';
import type { TopicAnswer, TopicMessage } from '../ports/topic';
import type { Entry } from './producer';
import { publishAll } from './publish-all';
import { fakeTopic } from './testing/fake-topic';
import { shipped, testId, testProducer } from './testing/test-producer';

const invoice = (number: number, text = ''): Entry<'invoice.created'> => ({
  type: 'invoice.created',
  data: { number, text },
  channels: 'webhook',
});
const invoices = (count: number) => Array.from({ length: count }, (_, number) => invoice(number));
const refused = (retryable: boolean): TopicAnswer => ({
  status: 'failed',
  code: 'producer.entry_refused',
  message: 'SNS refused this entry of the batch: InternalError',
  retryable,
});
const published = (n: number, message: number) => ({
  id: testId(n),
  status: 'published',
  messageId: `message-${message}`,
});
const failed = (n: number) => ({
  id: testId(n),
  status: 'failed',
  code: 'producer.entry_refused',
  message: 'SNS refused this entry of the batch: InternalError',
  notification: expect.objectContaining({ id: testId(n), type: 'invoice.created' }),
});

describe('publishBatch', () => {
  it('publishes the others if reading one throws', async () => {
    const { producer, topic } = testProducer();
    const data = {
      get number(): number {
        throw new Error('not now');
      },
    };
    const results = await producer.publishBatch([invoice(0), { ...invoice(1), data }, invoice(2)]);
    expect(results.map(({ status }) => status)).toEqual(['published', 'refused', 'published']);
    expect(topic.published).toHaveLength(2);
  });

  it('publishes entries of several types', async () => {
    const { producer, topic } = testProducer();
    const results = await producer.publishBatch([
      { type: 'order.shipped', data: shipped, recipients: ['ann@example.com'] },
      invoice(1),
    ]);
    expect(results).toEqual([published(0, 1), published(1, 2)]);
    expect(topic.published.map(({ attributes }) => attributes.type?.StringValue)).toEqual([
      'order.shipped',
      'invoice.created',
    ]);
  });

  it('sends nothing for an empty batch', async () => {
    const { producer, topic } = testProducer();
    expect([await producer.publishBatch([]), topic.batches]).toEqual([[], []]);
  });

  it('sends ten per call', async () => {
    const { producer, topic } = testProducer();
    const results = await producer.publishBatch(invoices(25));
    expect(topic.batches.map((batch) => batch.length)).toEqual([10, 10, 5]);
    expect(results.map(({ id }) => id)).toEqual(Array.from({ length: 25 }, (_, n) => testId(n)));
  });

  it('sends fewer per call if they are large', async () => {
    const { producer, topic } = testProducer();
    await producer.publishBatch([1, 2, 3, 4, 5].map((n) => invoice(n, 'x'.repeat(100_000))));
    expect(topic.batches.map((batch) => batch.length)).toEqual([2, 2, 1]);
  });

  it('publishes valid entries, and returns all faults of each of the others', async () => {
    const { producer, topic } = testProducer();
    const wrong = {
      id: testId(7),
      type: 'order.shipped',
      data: { ...shipped, carrier: '' },
      channels: ['fax'],
    } as const;
    expect(await producer.publishBatch([invoice(1), wrong, invoice(2), null as never])).toEqual([
      published(0, 1),
      {
        id: testId(7),
        status: 'refused',
        code: 'notification.invalid',
        message:
          "notification is invalid: notification.channels.unknown at '/channels', notification.data.invalid at '/data/carrier'; it was not sent",
        faults: [
          {
            code: 'notification.channels.unknown',
            path: '/channels',
            message: `channel 'fax' does not exist, expected one of ${channels.map(({ name }) => name).join(', ')}`,
          },
          {
            code: 'notification.data.invalid',
            path: '/data/carrier',
            message: expect.stringContaining('carrier is ""'),
          },
        ],
      },
      published(1, 2),
      {
        status: 'refused',
        code: 'notification.invalid',
        message: "notification is invalid: notification.not_an_object at ''; it was not sent",
        faults: [expect.objectContaining({ code: 'notification.not_an_object' })],
      },
    ]);
    expect(topic.batches).toEqual([[testId(0), testId(1)]]);
  });

  it('maps each result to its entry if some are refused and some fail', async () => {
    const topic = fakeTopic({ [testId(3)]: [refused(false)] });
    const { producer } = testProducer({ topic });
    const entries = [0, 1, 2, 3, 4].map((n) => ({ ...invoice(n), id: testId(n), ...(n % 2 === 0 && { tenant: 'A' }) }));
    const results = await producer.publishBatch(entries);
    expect(results.map(({ id, status }) => [id, status])).toEqual([
      [testId(0), 'refused'],
      [testId(1), 'published'],
      [testId(2), 'refused'],
      [testId(3), 'failed'],
      [testId(4), 'refused'],
    ]);
  });

  it('lists with atomic the faults of all entries by their index, and sends none of them', async () => {
    const { producer, topic } = testProducer();
    const wrong = { type: 'order.shipped', data: { ...shipped, carrier: '' }, channels: ['fax'] } as const;
    const batch = producer.publishBatch([invoice(1), wrong, { ...invoice(2), tenant: 'A' }], { atomic: true });
    await expect(batch).rejects.toMatchObject({
      code: 'notification.invalid',
      message:
        "2 of 3 notifications are invalid: notification.channels.unknown at '/1/channels', notification.data.invalid at '/1/data/carrier', notification.tenant.malformed at '/2/tenant'; nothing was sent",
      faults: [
        { code: 'notification.channels.unknown', path: '/1/channels' },
        { code: 'notification.data.invalid', path: '/1/data/carrier' },
        { code: 'notification.tenant.malformed', path: '/2/tenant' },
      ],
    });
    expect(topic.batches).toEqual([]);
  });

  it('sends with atomic all entries if all are valid', async () => {
    const { producer } = testProducer();
    expect(await producer.publishBatch(invoices(2), { atomic: true })).toEqual([published(0, 1), published(1, 2)]);
  });

  it('names ten faults in its message and counts the others', async () => {
    const { producer } = testProducer();
    const wrong = invoices(12).map((entry) => ({ ...entry, tenant: 'A' }));
    await expect(producer.publishBatch(wrong, { atomic: true })).rejects.toMatchObject({
      message: expect.stringContaining(' and 2 more;'),
    });
  });

  it('retries only transient failures, with exponential backoff', async () => {
    const topic = fakeTopic({ [testId(1)]: [refused(true), refused(true)], [testId(3)]: [refused(true)] });
    const { producer, waits } = testProducer({ topic });
    expect(await producer.publishBatch(invoices(4))).toEqual([
      published(0, 1),
      published(1, 4),
      published(2, 2),
      published(3, 3),
    ]);
    expect(topic.batches).toEqual([[0, 1, 2, 3].map(testId), [1, 3].map(testId), [testId(1)]]);
    expect(waits).toEqual([100, 400]);
  });

  it('gives up after four attempts, and returns the failed entries', async () => {
    const topic = fakeTopic({ [testId(1)]: Array(4).fill(refused(true)) });
    const { producer, waits } = testProducer({ topic });
    expect(await producer.publishBatch(invoices(2))).toEqual([published(0, 1), failed(1)]);
    expect(waits).toEqual([100, 400, 1600]);
  });

  it('does not retry sender faults', async () => {
    const topic = fakeTopic({ [testId(0)]: [refused(false)] });
    const { producer, waits } = testProducer({ topic });
    expect(await producer.publishBatch(invoices(2))).toEqual([failed(0), published(1, 1)]);
    expect(waits).toEqual([]);
  });

  it('hands back failed notifications so that they can be published as they were', async () => {
    const topic = fakeTopic({ [testId(0)]: [refused(false)] });
    const { producer } = testProducer({ topic });
    const [result] = await producer.publishBatch([invoice(0)]);
    if (result?.status !== 'failed') throw new Error('expected a failure');
    expect(await producer.publishBatch([result.notification])).toEqual([published(0, 1)]);
  });
});

describe('publishAll', () => {
  it('sends each message until it is stored or final, at most four times, within the limits of a batch', async () => {
    const message = fc.record({
      size: fc.integer({ min: 0, max: 200_000 }),
      refusals: fc.array(fc.boolean(), { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 40 }), async (plan) => {
        const refusals = plan.map(({ refusals }, n) => [String(n), refusals.map(refused)] as const);
        const topic = fakeTopic(Object.fromEntries(refusals));
        const sent: TopicMessage[][] = [];
        const spy = {
          ...topic,
          publishBatch: async (batch: readonly TopicMessage[]) => {
            sent.push([...batch]);
            return topic.publishBatch(batch);
          },
        };
        const messages = plan.map(({ size }, n) => ({
          body: JSON.stringify({ id: String(n), text: 'x'.repeat(size) }),
          attributes: {},
          groupId: 'demo',
        }));
        const answers = await publishAll(messages, spy, async () => undefined);
        const expected = plan.map(({ refusals }) => refusals.slice(0, 4).every(Boolean) && refusals.length < 4);
        expect(answers.map(({ status }) => status === 'published')).toEqual(expected);
        for (const batch of sent) {
          expect(batch.length).toBeLessThanOrEqual(10);
          expect(batch.reduce((sum, part) => sum + messageBytes(part), 0)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('does not treat a missing answer as a success', async () => {
    const topic = { ...fakeTopic(), publishBatch: async () => [] };
    const message = { body: '{}', attributes: {}, groupId: 'demo' };
    expect(await publishAll([message], topic, async () => undefined)).toEqual([
      {
        status: 'failed',
        code: 'producer.failed',
        message: 'the topic did not say what became of this entry',
        retryable: true,
      },
    ]);
  });
});
