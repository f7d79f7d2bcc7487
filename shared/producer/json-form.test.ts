import { contentDigest } from '../domain/notification/content-digest';
import { derivedId } from '../domain/notification/derived-id';
import { MAX_NOTIFICATION_BYTES } from '../domain/notification/notification';
import { NOW, shipped, testId, testProducer } from './testing/test-producer';

const ann = { recipients: 'ann@example.com' };
const invoice = { type: 'invoice.created', channels: 'webhook' };
const asJson = (json: unknown) => ({ unlike: 'what is sent', toJSON: () => json });

class Order {
  readonly #shipped = shipped;
  readonly orderNumber = 7;
  toJSON(): unknown {
    return this.#shipped;
  }
}

/** A getter that says something else each time. */
function counter() {
  let count = 0;
  return {
    get number() {
      return ++count;
    },
  };
}

/** What is published of an entry that is not refused. */
async function publish(entry: object) {
  const { producer, topic } = testProducer();
  await producer.publishNotification(entry as never);
  const [message] = topic.published;
  if (message === undefined) throw new Error('nothing was published');
  return { ...message, notification: JSON.parse(message.body) };
}

const dataOf = async (data: unknown) => JSON.parse((await publish({ ...invoice, data })).body).data;

const faultsOf = (entry: unknown) =>
  testProducer()
    .producer.validate(entry as never)
    .map(({ code, path }) => `${code} ${path}`);

describe('what JSON makes of an entry', () => {
  it.each([
    ['dates at any depth', { at: NOW, items: [{ at: NOW }] }, { at: NOW.toJSON(), items: [{ at: NOW.toJSON() }] }],
    ['what toJSON returns', { total: asJson({ amount: 4990 }) }, { total: { amount: 4990 } }],
    ['the first reading of a getter', counter(), { number: 1 }],
    [
      'an instance of a class',
      new (class Total {
        readonly amount = 1;
      })(),
      { amount: 1 },
    ],
    [
      'boxed values',
      { text: Object('a'), number: Object(1), flag: Object(true) },
      { text: 'a', number: 1, flag: true },
    ],
    ['members that are not undefined', { a: undefined, b: asJson(undefined), c: 1 }, { c: 1 }],
  ])('is published: %s', async (_what, data, expected) => expect(await dataOf(data)).toEqual(expected));

  it('is judged by the catalogue, and not the object that it is made of', async () => {
    const order = { type: 'order.shipped', ...ann };
    expect(JSON.parse((await publish({ ...order, data: new Order() })).body).data).toEqual(shipped);
    expect(faultsOf({ ...order, data: { ...shipped, toJSON: () => ({ ...shipped, carrier: '' }) } })).toEqual([
      'notification.data.invalid /data/carrier',
    ]);
    expect(faultsOf({ ...order, data: { ...shipped, orderNumber: NOW, expectedDelivery: NOW } })).toEqual([
      'notification.data.invalid /data/expectedDelivery',
    ]);
  });

  it.each([
    ['a hole of a list', { list: Object.assign(new Array(2), { 0: 1 }) }, '/data/list/1'],
    ['a date without a time', { at: new Date(Number.NaN) }, '/data/at'],
    ['a Map', { map: new Map([['a', 1]]) }, '/data/map'],
    ['a bigint from a toJSON', { total: asJson([10n]) }, '/data/total/0'],
  ])('is refused where it is nothing or something else: %s', (_what, data, path) => {
    expect(faultsOf({ ...invoice, data })).toEqual([`json.unsupported ${path}`]);
  });

  it('is the whole entry and each attribute of it, too', async () => {
    const entry = { ...invoice, data: {}, subject: asJson('7'), tenant: Object('acme'), channels: asJson(['audit']) };
    const { notification, attributes, groupId } = await publish(asJson({ ...entry, time: NOW }));
    expect(notification).toMatchObject({ subject: '7', tenant: 'acme', channels: 'audit', time: NOW.toJSON() });
    expect([attributes.channels?.StringValue, attributes.tenant?.StringValue, groupId]).toEqual([
      '["audit"]',
      'acme',
      'acme',
    ]);
    expect(faultsOf(asJson({ ...entry, tenant: asJson('ACME') }))).toEqual(['notification.tenant.malformed /tenant']);
    expect(faultsOf(asJson([entry]))).toEqual(['notification.not_an_object ']);
  });

  it('is what the id follows from, and the digest by which a repetition is known', async () => {
    const plain = await publish({ ...invoice, data: { at: NOW.toJSON() }, idempotencykey: 'key' });
    const { notification } = await publish({ ...invoice, data: { at: NOW }, idempotencykey: asJson('key') });
    expect(notification.id).toBe(derivedId('demo', 'key'));
    expect(contentDigest(notification)).toBe(contentDigest(plain.notification));
  });

  it('is what is measured', async () => {
    const large = 'x'.repeat(MAX_NOTIFICATION_BYTES);
    expect(faultsOf({ ...invoice, data: { text: asJson(large) } })).toEqual(['notification.too_large ']);
    expect(faultsOf({ ...invoice, data: { text: Object.assign(asJson('short'), { large }) } })).toEqual([]);
    expect(faultsOf({ ...invoice, data: { list: new Array(300_000).fill(0) } })).toEqual(['notification.too_large ']);
  });

  it('is the same for validate, publish and a batch', async () => {
    const wrong = { ...invoice, id: asJson(testId(7)), data: { at: new Date(Number.NaN), total: asJson(Number.NaN) } };
    const faults = testProducer().producer.validate(wrong as never);
    expect(faults.map(({ path }) => path)).toEqual(['/data/at', '/data/total']);
    await expect(publish(wrong)).rejects.toMatchObject({ faults });
    const right = { ...invoice, data: counter() };
    const { producer, topic } = testProducer();
    const results = await producer.publishBatch([wrong, right] as never);
    expect(results).toMatchObject([{ status: 'refused', id: testId(7), faults }, { status: 'published' }]);
    expect(topic.published.map(({ body }) => JSON.parse(body).data)).toEqual([{ number: 1 }]);
  });

  it('is text for text what plain data is', async () => {
    const data = { z: 1, a: [null, true, -0, 1e-7, '\u2028"\\', { '10': 0, '9': 0 }], '': { b: 0.1 } };
    const { body } = await publish({ ...invoice, data, id: testId(1), time: NOW.toJSON(), extension: 'x' });
    const head = `"specversion":"1.0","id":"${testId(1)}","source":"/shop","type":"invoice.created"`;
    const middle = `"time":"${NOW.toJSON()}","datacontenttype":"application/json","tenant":"demo","channels":"webhook","severity":"info"`;
    expect(body).toBe(`{${head},${middle},"extension":"x","data":${JSON.stringify(data)}}`);
  });
});
