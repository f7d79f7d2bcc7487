import { inspect } from 'node:util';
import { ulid } from 'ulid';
import { CodedError } from '../domain/kit/errors/coded-error';
import { derivedId } from '../domain/notification/derived-id';
import { MAX_NOTIFICATION_BYTES } from '../domain/notification/notification';
import { parseNotification } from '../domain/notification/parse-notification';
import { createProducer } from './create-producer';
import { PublishError } from './publish-error';
import { fakeTopic } from './testing/fake-topic';
import { NOW, shipped, TOPIC_ARN, testId, testProducer } from './testing/test-producer';

const ann = { recipients: 'ann@example.com' };
const invoice = { type: 'invoice.created', data: { number: 7 }, channels: ['webhook'] };

/** The faults of the error that a promise rejects with. */
async function faultsOf(refused: Promise<unknown>): Promise<string[]> {
  const error = await refused.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof CodedError)) throw error;
  expect(error.code).toBe('notification.invalid');
  return error.faults.map(({ code, path }) => `${code} ${path}`);
}

describe('publish', () => {
  it('adds defaults of the catalogue and the producer', async () => {
    const { producer, topic } = testProducer();
    expect(await producer.publish('order.shipped', shipped, ann)).toEqual({ id: testId(0), messageId: 'message-1' });
    const [message] = topic.published;
    expect(JSON.parse(message?.body ?? '')).toEqual({
      specversion: '1.0',
      id: testId(0),
      source: '/shop',
      type: 'order.shipped',
      time: '2026-11-23T09:30:00.000Z',
      datacontenttype: 'application/json',
      data: shipped,
      tenant: 'demo',
      channels: 'email,webhook',
      severity: 'info',
      recipients: 'ann@example.com',
    });
  });

  it('has message attributes for filter policies, and the tenant as message group', async () => {
    const { producer, topic } = testProducer();
    await producer.publish('order.shipped', shipped, { ...ann, tenant: 'acme' });
    expect(topic.published).toEqual([
      {
        notification: expect.anything(),
        body: expect.any(String),
        attributes: {
          type: { DataType: 'String', StringValue: 'order.shipped' },
          tenant: { DataType: 'String', StringValue: 'acme' },
          channels: { DataType: 'String.Array', StringValue: '["email","webhook"]' },
          severity: { DataType: 'String', StringValue: 'info' },
        },
        groupId: 'acme',
      },
    ]);
  });

  it('accepts every option, including lists and dates', async () => {
    const { producer, topic } = testProducer();
    await producer.publish('order.shipped', shipped, {
      tenant: 'acme',
      subject: 'A-10293',
      channels: ['email', 'audit'],
      recipients: ['Ann <ann@example.com>', 'bob@example.com'],
      severity: 'warning',
      locale: 'de-AT',
      expirytime: new Date('2026-11-24T00:00:00Z'),
      idempotencykey: 'order-A-10293-shipped',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      dataschema: 'https://example.com/schemas/order-shipped',
      time: '2026-11-23T10:30:00+01:00',
      source: '/shop/orders',
    });
    expect(JSON.parse(topic.published[0]?.body ?? '')).toEqual({
      specversion: '1.0',
      id: derivedId('acme', 'order-A-10293-shipped'),
      source: '/shop/orders',
      type: 'order.shipped',
      subject: 'A-10293',
      time: '2026-11-23T10:30:00+01:00',
      datacontenttype: 'application/json',
      dataschema: 'https://example.com/schemas/order-shipped',
      data: shipped,
      tenant: 'acme',
      channels: 'email,audit',
      severity: 'warning',
      recipients: 'Ann <ann@example.com>, bob@example.com',
      locale: 'de-AT',
      expirytime: '2026-11-24T00:00:00.000Z',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      idempotencykey: 'order-A-10293-shipped',
    });
  });

  it("gives two publishes of one idempotency key one id, whose tenant may be the producer's", async () => {
    const { producer } = testProducer();
    const first = await producer.publish('order.shipped', shipped, { ...ann, idempotencykey: 'k' });
    const again = await producer.publish('order.shipped', shipped, { ...ann, idempotencykey: 'k' });
    const other = await producer.publish('order.shipped', shipped, { ...ann, idempotencykey: 'k', tenant: 'acme' });
    expect([again.id, other.id]).toEqual([first.id, derivedId('acme', 'k')]);
    expect(other.id).not.toBe(first.id);
  });

  it('uses a given id', async () => {
    const { producer } = testProducer();
    const { id } = await producer.publish('order.shipped', shipped, { ...ann, id: testId(42) });
    expect(id).toBe(testId(42));
  });

  it('publishes notifications that the functions accept', async () => {
    const { producer, topic } = testProducer();
    await producer.publish('order.shipped', shipped, ann);
    await producer.publishNotification(invoice);
    for (const { body } of topic.published) {
      expect(parseNotification(body, { channels: ['email', 'webhook', 'audit'] })).toMatchObject({ ok: true });
    }
  });

  it('lists all faults at once, and sends nothing', async () => {
    const { producer, topic } = testProducer();
    const data = { ...shipped, carrier: '', items: [] };
    const options = { tenant: 'ACME', channels: ['fax'], recipients: ['ann'], expirytime: new Date('never') };
    expect(await faultsOf(producer.publish('order.shipped', data, options))).toEqual([
      'notification.tenant.malformed /tenant',
      'notification.expirytime.malformed /expirytime',
      'notification.channels.unknown /channels',
      'notification.data.invalid /data/carrier',
      'notification.data.invalid /data/items',
      'notification.recipients.address_malformed /recipients',
    ]);
    expect(topic.published).toEqual([]);
  });

  it('lists the faults of all stages at once: attributes, derived id, catalogue, recipients and size', async () => {
    const { producer } = testProducer({ unknownTypes: 'refuse' });
    const entry = {
      type: 'order.shiped',
      data: { text: 'x'.repeat(262_000) },
      channels: 'email',
      severity: 'fatal',
      idempotencykey: 'k',
      id: testId(7),
      recipients: 'ann',
    };
    expect(await faultsOf(producer.publishNotification(entry as never))).toEqual([
      'notification.severity.malformed /severity',
      'notification.id.not_derived /id',
      'notification.type.unknown /type',
      'notification.recipients.address_malformed /recipients',
      'notification.too_large ',
    ]);
    const { data: _, ...without } = { ...entry, data: undefined, severity: 'info' };
    expect(await faultsOf(producer.publishNotification(without as never))).toContain('notification.type.unknown /type');
  });

  it.each([
    ['a control character', 'ann@example.com\n', 'notification.recipients.malformed /recipients'],
    ['no address', [], 'notification.recipients.malformed /recipients'],
  ])('reports the fault of recipients with %s once', async (_, recipients, expected) => {
    const { producer } = testProducer();
    expect(await faultsOf(producer.publish('order.shipped', shipped, { recipients }))).toEqual([expected]);
  });

  it('names in its message codes and paths, never an address', async () => {
    const { producer } = testProducer();
    const refused = producer.publish('order.shipped', shipped, { recipients: 'ann at example.com' });
    await expect(refused).rejects.toMatchObject({
      message: "notification is invalid: notification.recipients.address_malformed at '/recipients'; nothing was sent",
      fix: 'change what the faults of this error name',
    });
  });

  it('requires recipients only for notifications that are mailed', async () => {
    const { producer } = testProducer();
    expect(await faultsOf(producer.publish('order.shipped', shipped))).toEqual([
      'notification.recipients.missing /recipients',
    ]);
    await expect(producer.publish('order.shipped', shipped, { channels: ['webhook'] })).resolves.toBeDefined();
  });

  it('requires a tenant of the notification or the producer', async () => {
    const producer = createProducer({ topicArn: TOPIC_ARN, source: '/shop' });
    expect(await faultsOf(producer.publish('order.shipped', shipped, ann))).toEqual([
      'notification.tenant.missing /tenant',
    ]);
  });

  it('does not let an option that is undefined hide a default', async () => {
    const { producer, topic } = testProducer();
    const given = { ...ann, tenant: undefined, severity: undefined } as object;
    await producer.publish('order.shipped', shipped, given);
    expect(JSON.parse(topic.published[0]?.body ?? '')).toMatchObject({ tenant: 'demo', severity: 'info' });
  });

  it('makes ids that hold the time of the notification', async () => {
    const { topic } = testProducer();
    const producer = createProducer({
      topicArn: TOPIC_ARN,
      source: '/shop',
      tenant: 'demo',
      topic,
      clock: { now: () => NOW },
    });
    const { id } = await producer.publish('order.shipped', shipped, ann);
    expect(id.slice(0, 10)).toBe(ulid(NOW.getTime()).slice(0, 10));
  });
});

describe('publishNotification', () => {
  it('accepts data of any shape for an unknown type', async () => {
    const { producer, topic } = testProducer();
    await producer.publishNotification(invoice);
    expect(JSON.parse(topic.published[0]?.body ?? '')).toMatchObject({
      ...invoice,
      channels: 'webhook',
      severity: 'info',
    });
  });

  it('requires channels for such a type', async () => {
    const { producer } = testProducer();
    const { channels: _, ...unrouted } = invoice;
    expect(await faultsOf(producer.publishNotification(unrouted))).toEqual(['notification.channels.missing /channels']);
  });

  it('publishes a complete notification as it is', async () => {
    const first = testProducer();
    const options = {
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      expirytime: NOW,
      ...ann,
      locale: 'de',
      subject: 'A',
    };
    await first.producer.publish('order.shipped', shipped, options);
    const body = first.topic.published[0]?.body ?? '';
    const { producer, topic } = testProducer({ source: '/other', tenant: 'other' });
    expect(await producer.publishNotification(JSON.parse(body))).toEqual({ id: testId(0), messageId: 'message-1' });
    expect(topic.published[0]?.body).toBe(body);
  });

  it.each([{}, { unknownTypes: 'refuse' }] as const)(
    'refuses a type that the catalogue does not have with %j',
    async (options) => {
      const topic = fakeTopic();
      const producer = createProducer({ topicArn: TOPIC_ARN, source: '/shop', tenant: 'demo', topic, ...options });
      expect(await faultsOf(producer.publishNotification({ ...invoice, channels: 'webhok' }))).toEqual([
        'notification.channels.unknown /channels',
        'notification.type.unknown /type',
      ]);
      await expect(producer.publishNotification({ ...invoice, type: 'order.shiped' })).rejects.toMatchObject({
        faults: [{ message: expect.stringContaining('did you mean order.shipped?') }],
      });
      expect(topic.published).toEqual([]);
    },
  );

  it('reports the fault of a type once', async () => {
    const { producer } = testProducer({ unknownTypes: 'refuse' });
    const refused = producer.publishNotification({ ...invoice, type: 'Order.Shipped' });
    expect(await faultsOf(refused)).toEqual(['notification.type.malformed /type']);
  });

  it.each([null, undefined, [], 'order.shipped', 7])('refuses %j', async (entry) => {
    const { producer } = testProducer();
    expect(await faultsOf(producer.publishNotification(entry as never))).not.toEqual([]);
  });

  it.each([
    ['a big integer', { n: 10n }],
    [
      'a cycle',
      Object.assign(
        {},
        {
          get self() {
            return this;
          },
        },
      ),
    ],
    ['NaN', { n: Number.NaN }],
    ['half a surrogate pair', { text: '\uD800' }],
    ['a list', []],
  ])('refuses data that is or holds %s', async (_what, data) => {
    const { producer } = testProducer();
    expect(await faultsOf(producer.publishNotification({ ...invoice, data }))).toHaveLength(1);
  });

  it('accepts exactly the size that can still be retried, message attributes included', async () => {
    const { producer, topic } = testProducer();
    const sized = (length: number) => ({ ...invoice, data: { text: 'x'.repeat(length) } });
    const spare = 262_000;
    const bytes = /has (\d+) bytes/;
    const error = await producer.publishNotification(sized(spare + 1000)).catch((reason: CodedError) => reason);
    const seen = Number(bytes.exec((error as CodedError).faults[0]?.message ?? '')?.[1]);
    const largest = spare + 1000 - (seen - MAX_NOTIFICATION_BYTES);
    await producer.publishNotification(sized(largest));
    expect(topic.published).toHaveLength(1);
    await expect(producer.publishNotification(sized(largest + 1))).rejects.toMatchObject({
      faults: [
        {
          code: 'notification.too_large',
          path: '',
          message:
            'notification has 260097 bytes with its message attributes, expected at most 260096; send a link to the data instead',
        },
      ],
    });
  });
});

describe('a publish that SNS does not confirm', () => {
  const failing = (error: unknown) => testProducer({ topic: { ...fakeTopic(), publish: () => Promise.reject(error) } });
  const cause = new Error('socket hang up');
  const unreachable = Object.assign(new CodedError('producer.unreachable', 'no answer', 'publish it again'), { cause });
  const failed = async (error: unknown) =>
    failing(error)
      .producer.publish('order.shipped', shipped, ann)
      .catch((reason: unknown) => reason);

  it('throws the error with the notification, so that it can be published again as it was', async () => {
    const error = (await failed(unreachable)) as PublishError;
    expect(error).toBeInstanceOf(PublishError);
    expect(error).toMatchObject({ code: 'producer.unreachable', message: 'no answer', fix: 'publish it again', cause });
    const { producer, topic } = testProducer({ source: '/other', tenant: 'other' });
    expect(await producer.publishNotification(error.notification)).toEqual({ id: testId(0), messageId: 'message-1' });
    expect(JSON.parse(topic.published[0]?.body ?? '')).toEqual(error.notification);
    expect(error.notification).toMatchObject({ id: testId(0), time: NOW.toISOString(), tenant: 'demo' });
  });

  it('shows nothing of the notification when the error is logged', async () => {
    const error = (await failed(unreachable)) as Error;
    const logged = [
      inspect(error, { depth: null, showHidden: true }),
      JSON.stringify(error),
      String(error),
      error.stack,
    ];
    expect(logged.join('\n')).not.toMatch(/ann@example\.com|A-10293/);
  });

  it('rethrows an error that is not a CodedError', async () => {
    expect(await failed(cause)).toBe(cause);
  });
});

describe('createProducer', () => {
  it.each([undefined, '', 'carillon', 'arn:aws:sqs:eu-central-1:123456789012:queue', `${TOPIC_ARN}.fifo`])(
    'refuses the topic ARN %j',
    (topicArn) => {
      const options = { topicArn: topicArn as string, source: '/shop' };
      expect(() => createProducer(options)).toThrow(expect.objectContaining({ code: 'producer.topic_arn' }));
    },
  );
});
