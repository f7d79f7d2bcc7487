import { CodedError } from '../domain/kit/errors/coded-error';
import { contentDigest } from '../domain/notification/content-digest';
import { derivedId } from '../domain/notification/derived-id';
import { MAX_NOTIFICATION_BYTES } from '../domain/notification/notification';
import { withInherited } from '../testing/with-inherited';
import type { PublishError } from './publish-error';
import { fakeTopic } from './testing/fake-topic';
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

/** A getter that returns another value each time. */
function counter() {
  let count = 0;
  return {
    get number() {
      return ++count;
    },
  };
}

/** The published form of a valid entry. */
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

describe('the JSON form of an entry', () => {
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

  it('is validated by the catalogue, and not the original object', async () => {
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
  ])('is refused if it is missing or differs: %s', (_what, data, path) => {
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

  it('determines the derived id, and the digest that identifies a repetition', async () => {
    const plain = await publish({ ...invoice, data: { at: NOW.toJSON() }, idempotencykey: 'key' });
    const { notification } = await publish({ ...invoice, data: { at: NOW }, idempotencykey: asJson('key') });
    expect(notification.id).toBe(derivedId('demo', 'key'));
    expect(contentDigest(notification)).toBe(contentDigest(plain.notification));
  });

  it('determines the size', async () => {
    const large = 'x'.repeat(MAX_NOTIFICATION_BYTES);
    expect(faultsOf({ ...invoice, data: { text: asJson(large) } })).toEqual(['notification.too_large ']);
    expect(faultsOf({ ...invoice, data: { text: Object.assign(asJson('short'), { large }) } })).toEqual([]);
    expect(faultsOf({ ...invoice, data: { list: new Array(130_000).fill(10) } })).toEqual(['notification.too_large ']);
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

  it('is the same text as that of plain data', async () => {
    const data = { z: 1, a: [null, true, -0, 1e-7, '\u2028"\\', { '10': 0, '9': 0 }], '': { b: 0.1 } };
    const { body } = await publish({ ...invoice, data, id: testId(1), time: NOW.toJSON(), extension: 'x' });
    const head = `"specversion":"1.0","id":"${testId(1)}","source":"/shop","type":"invoice.created"`;
    const middle = `"time":"${NOW.toJSON()}","datacontenttype":"application/json","tenant":"demo","channels":"webhook","severity":"info"`;
    expect(body).toBe(`{${head},${middle},"extension":"x","data":${JSON.stringify(data)}}`);
  });
});

describe('an entry that is too large to read', () => {
  /** Objects of which each lists all others, as entities of an ORM do. */
  const entities = Array.from({ length: 11 }, (_, id) => ({ id, others: [] as unknown[] }));
  for (const entity of entities) entity.others.push(...entities.filter((other) => other !== entity));

  /** Two to the power of `levels` leaves, of one object a level. */
  const shared = (levels: number): unknown => {
    let value: unknown = { leaf: 1 };
    for (let level = 0; level < levels; level++) value = [value, value];
    return value;
  };
  /** Counts reads of getters: a measure of the work that does not depend on the machine. */
  const counted = (members: () => unknown) => {
    const seen = { reads: 0 };
    const value = {
      get next() {
        seen.reads += 1;
        return members();
      },
    };
    return { seen, value };
  };
  const onlyTooLarge = (path: RegExp) => [expect.stringMatching(new RegExp(`^notification.too_large ${path.source}$`))];

  it('is refused if it is circular, before its paths are walked', () => {
    const faults = faultsOf({ ...invoice, data: entities[0] });
    expect(faults).toHaveLength(20);
    expect(faults[0]).toBe('json.unsupported /data/others/0/others/0');
    expect(faults).toEqual(faults.map(() => expect.stringMatching(/^json\.unsupported \/data\/others\//)));
  });

  it('is refused as too large where objects that are there many times have more paths than any message has bytes', () => {
    const { seen, value } = counted(() => 1);
    let data: unknown = value;
    for (let level = 0; level < 24; level++) data = [data, data];
    expect(faultsOf({ ...invoice, data: { list: data } })).toEqual(onlyTooLarge(/\/data\/list(\/[01])+(\/next)?/));
    expect(seen.reads).toBeLessThan(130_048);
  });

  it('is read no further than its attributes, of which the others are judged', () => {
    const entry = {
      ...invoice,
      data: { list: shared(24) },
      tenant: 'ACME',
      extra: shared(25),
      locale: '?',
      subject: 7,
    };
    expect(faultsOf(entry)).toEqual([
      ...onlyTooLarge(/\/extra(\/[01])+(\/leaf)?/),
      ...onlyTooLarge(/\/data\/list(\/[01])+(\/leaf)?/),
      'notification.subject.malformed /subject',
      'notification.tenant.malformed /tenant',
      'notification.locale.malformed /locale',
    ]);
  });

  it.each([
    ['under a name that takes a text', (value: unknown) => ({ ...invoice, data: {}, tenant: value }), /\/tenant.*/],
    [
      'among the recipients',
      (value: unknown) => ({ ...invoice, channels: 'email', data: {}, recipients: value }),
      /.*/,
    ],
    ['as the notification', (value: unknown) => value, /.*/],
    [
      'as data of a type of the catalogue',
      (value: unknown) => ({ type: 'order.shipped', data: { a: value }, ...ann }),
      /.*/,
    ],
  ])('is refused %s', (_where, entryOf, path) => {
    expect(faultsOf(entryOf(shared(24)))).toEqual(onlyTooLarge(path));
  });

  it('is read no further with thousands of large attributes than with a few', () => {
    const { seen, value } = counted(() => 1);
    let large: unknown = value;
    for (let level = 0; level < 24; level++) large = [large, large];
    const entry = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`a${index}`, large]));
    expect(faultsOf(entry)).toHaveLength(20);
    expect(seen.reads).toBeLessThan(5 * 130_048);
  });

  it('is a text or a list, which are refused where they are and not copied', () => {
    const text = 'x'.repeat(2_000_000);
    expect(faultsOf({ ...invoice, data: { before: 1, text, after: 1 } })).toEqual(onlyTooLarge(/\/data\/text/));
    const texts = new Array(100_000).fill('x'.repeat(500_000));
    expect(faultsOf({ ...invoice, data: { texts } })).toEqual(onlyTooLarge(/\/data\/texts\/2/));
    expect(faultsOf({ ...invoice, data: { list: new Array(10_000_000).fill(0) } })).toEqual(
      onlyTooLarge(/\/data\/list\/1300\d\d/),
    );
    expect(faultsOf({ ...invoice, data: { ['k'.repeat(2_000_000)]: 1 } })).toEqual(onlyTooLarge(/\/data\/k+/));
  });

  it('is made of members that are undefined, too, which are read and not sent', () => {
    const none = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`a${index}`, undefined]));
    expect(faultsOf({ ...invoice, data: { list: new Array(100).fill(none) } })).toEqual([]);
    expect(faultsOf({ ...invoice, data: { list: new Array(1_000).fill(none) } })).toEqual(
      onlyTooLarge(/\/data\/list\/\d+\/a\d+/),
    );
  });

  it('is never what fits: shared objects, long texts, and as many values as a message has room for', async () => {
    const one = { a: 1 };
    const data = { list: new Array(1_000).fill(one), text: 'x'.repeat(100_000), digits: new Array(60_000).fill(0) };
    expect(await dataOf(data)).toEqual(data);
  });
});

describe('an inherited property', () => {
  const inherited = {
    id: testId(7),
    type: 'order.shipped',
    source: '/other',
    subject: 's',
    time: '2020-01-01T00:00:00Z',
    channels: 'audit',
    recipients: 'eve@example.com',
    severity: 'critical',
    locale: 'de',
    idempotencykey: 'k',
    expirytime: '2020-01-01T00:00:00Z',
    traceparent: `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01`,
    extra: 'x',
    tenant: 'other',
    dataschema: 'https://example.com/x',
    datacontenttype: 'application/json',
    data: { a: 1 },
  };

  it.each(Object.entries(inherited))('is no attribute of an entry: %s', async (name, value) => {
    const entry = { ...invoice, data: { b: 1 } };
    const { producer, topic } = testProducer();
    const { producer: other, topic: expected } = testProducer();
    await withInherited(name, value, () => producer.publishNotification(entry));
    await other.publishNotification(entry);
    expect(topic.published.map(({ body }) => body)).toEqual(expected.published.map(({ body }) => body));
  });

  it('is inherited by what is handed back all the same, which is an object like any other', async () => {
    const topic = { ...fakeTopic(), publish: () => Promise.reject(new CodedError('producer.failed', 'no', 'again')) };
    const { producer } = testProducer({ topic });
    const error = await producer.publishNotification({ ...invoice, data: {} }).catch((reason: unknown) => reason);
    expect(Object.getPrototypeOf((error as PublishError).notification)).toBe(Object.prototype);
  });

  it.each(['type', 'data'] as const)('does not replace a missing %s', (name) => {
    const { [name]: _, ...entry } = { ...invoice, data: {} };
    expect(withInherited(name, inherited[name], () => faultsOf(entry))).toEqual([
      `notification.${name}.missing /${name}`,
    ]);
  });

  it('does not replace missing recipients, tenant or id', async () => {
    const mailed = { ...invoice, channels: 'email', data: {} };
    expect(withInherited('recipients', 'eve@example.com', () => faultsOf(mailed))).toEqual([
      'notification.recipients.missing /recipients',
    ]);
    const { producer } = testProducer({ tenant: undefined } as never);
    const missing = withInherited('tenant', 'other', () => producer.validate({ ...invoice, data: {} }));
    expect(missing.map(({ code }) => code)).toEqual(['notification.tenant.missing']);
    const [result] = await withInherited('id', testId(7), () => producer.publishBatch([{ ...invoice, data: {} }]));
    expect(result).not.toHaveProperty('id');
  });
});
