import fc from 'fast-check';
import { shipped, testProducer } from './testing/test-producer';

const entry = { type: 'order.shipped', data: shipped, recipients: 'ann@example.com' } as const;
/** Arbitrary values for the attributes of an entry. */
const entries = fc.record(
  Object.fromEntries(
    ['type', 'data', 'channels', 'recipients', 'time', 'id', 'idempotencykey', 'expirytime'].map((name) => [
      name,
      fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withSparseArray: true }),
    ]),
  ),
  { requiredKeys: [] },
);

const thrower = (): never => {
  throw new Error('not now');
};
const revokedProxy = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
class Throwing {
  toJSON(): object {
    return thrower();
  }
}
describe('validate', () => {
  it('returns no faults for a valid entry, and sends nothing', () => {
    const { producer, topic } = testProducer();
    expect([producer.validate(entry), topic.published]).toEqual([[], []]);
  });

  it.each([
    ['NaN', { carrier: Number.NaN }, 'json.number_range', 'NaN is no number of JSON; leave it out'],
    ['a bigint', { carrier: 1n }, 'json.unsupported', 'a bigint has no JSON form; leave it out'],
  ])('returns one fault for %s, without consequential faults of the schema', (_, part, code, message) => {
    const { producer } = testProducer();
    const data = { ...shipped, ...part } as never;
    expect(producer.validate({ ...entry, data })).toEqual([{ code, path: '/data/carrier', message }]);
  });

  it('does not report missing channels for a misspelt type', () => {
    const { producer } = testProducer({ unknownTypes: 'refuse' });
    const faults = producer.validate({ ...entry, type: 'order.shiped' } as never);
    expect(faults.map(({ path, message }) => [path, message])).toEqual([
      ['/type', 'type is "order.shiped", which the catalogue does not have; did you mean order.shipped?'],
    ]);
  });

  it('names the unknown type in the fault of missing channels if unknown types are allowed', () => {
    const { producer } = testProducer();
    const faultOf = (type: string) => producer.validate({ ...entry, type } as never)[0];
    expect(faultOf('order.shiped')).toEqual({
      code: 'notification.channels.missing',
      path: '/channels',
      message: `channels is missing, expected comma-separated channel names, such as 'email,webhook'; no type fills them in: type is "order.shiped", which the catalogue does not have; did you mean order.shipped?`,
    });
    expect(faultOf('shop.closed')?.message).toContain(
      'which the catalogue does not have; it has activity.weekly-digest, ',
    );
    expect(producer.validate({ ...entry, type: 'order.shiped', channels: 'webhook' } as never)).toEqual([]);
  });

  it('returns every fault of an invalid entry', () => {
    const { producer } = testProducer();
    expect(producer.validate({ ...entry, data: { ...shipped, carrier: '' }, tenant: 'ACME' })).toEqual([
      {
        code: 'notification.tenant.malformed',
        path: '/tenant',
        message: 'tenant is "ACME", expected 1 to 64 of a-z, 0-9, - and _, a letter or digit first',
      },
      { code: 'notification.data.invalid', path: '/data/carrier', message: expect.stringContaining('carrier is ""') },
    ]);
  });

  it.each([
    ['a getter', '/data/a', { ...entry, data: Object.defineProperty({}, 'a', { get: thrower, enumerable: true }) }],
    ['a toJSON', '/data', { ...entry, data: new Throwing() }],
    ['a proxy', '/data', { ...entry, data: new Proxy({}, { ownKeys: thrower }) }],
  ])('returns what %s threw, its place, and what is wrong with the rest', (_, path, throwing) => {
    const faults = testProducer().producer.validate({ ...throwing, tenant: 'ACME' } as never);
    expect(faults).toContainEqual({
      code: 'json.unsupported',
      path,
      message: 'reading it threw not now; give plain objects',
    });
    expect(faults).toContainEqual(expect.objectContaining({ code: 'notification.tenant.malformed' }));
  });

  it.each([
    ['a toJSON', new Throwing()],
    ['a proxy', new Proxy({ ...entry }, { ownKeys: thrower })],
  ])('returns what %s threw that is the whole entry', (_, throwing) => {
    expect(testProducer().producer.validate(throwing as never)).toEqual([
      {
        code: 'json.unsupported',
        path: '',
        message: 'reading the notification threw not now; give plain objects',
      },
    ]);
  });

  it.each([
    ['an error whose message throws', Object.defineProperty(new Error('x'), 'message', { get: thrower }), 'object'],
    ['an error whose message is no text', Object.assign(new Error('x'), { message: { a: 1 } }), 'object'],
    ['an error with a long message', new Error('x'.repeat(1_000_000)), `${'x'.repeat(199)}…`],
    ['an error with half of a surrogate pair', new Error('a\ud800'), 'a\ufffd'],
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
    ['a symbol', Symbol('x'), 'symbol'],
    ['an object without a prototype', Object.create(null), 'object'],
    ['a proxy that throws itself', new Proxy({}, { getPrototypeOf: thrower, get: thrower }), 'object'],
    ['a revoked proxy', revokedProxy(), 'object'],
  ])('reports the thrown value if it is %s, and a batch continues', async (_, thrown, reason) => {
    const throwing = {
      toJSON: () => {
        throw thrown;
      },
    };
    const { producer, topic } = testProducer();
    const faultAt = (path: string, what: string) => ({
      code: 'json.unsupported',
      path,
      message: `reading ${what} threw ${reason}; give plain objects`,
    });
    expect(producer.validate(throwing as never)).toEqual([faultAt('', 'the notification')]);
    expect(producer.validate({ ...entry, data: throwing } as never)).toEqual([faultAt('/data', 'it')]);
    const results = await producer.publishBatch([throwing, entry] as never);
    expect(results.map(({ status }) => status)).toEqual(['refused', 'published']);
    expect(topic.published).toHaveLength(1);
  });

  it('reports that the whole entry has no JSON form', () => {
    const { producer } = testProducer();
    const message = 'a Map has no JSON form; convert it';
    expect(producer.validate(new Map(Object.entries(entry)) as never)).toEqual([
      { code: 'json.unsupported', path: '', message },
    ]);
  });

  it('never throws, for any input', () => {
    const { producer } = testProducer();
    fc.assert(
      fc.property(fc.oneof(fc.anything(), entries), (anything) => {
        expect(producer.validate(anything as never)).toEqual(expect.any(Array));
      }),
    );
  });

  it('agrees with publishing', async () => {
    const { producer } = testProducer();
    const overrides = fc.record({ tenant: fc.constantFrom('demo', 'A'), channels: fc.constantFrom('webhook', 'fax') });
    await fc.assert(
      fc.asyncProperty(overrides, async (overrides) => {
        const faults = producer.validate({ ...entry, ...overrides });
        const published = await producer.publishNotification({ ...entry, ...overrides }).catch((error) => error);
        expect(published.faults ?? []).toEqual(faults);
      }),
      { numRuns: 10 },
    );
  });
});
