import fc from 'fast-check';
import { shipped, testProducer } from './testing/test-producer';

const entry = { type: 'order.shipped', data: shipped, recipients: 'ann@example.com' } as const;
/** Anything under the names that an entry has. */
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
class Throwing {
  toJSON(): object {
    return thrower();
  }
}
describe('validate', () => {
  it('has nothing to say of what would be published, and sends nothing', () => {
    const { producer, topic } = testProducer();
    expect([producer.validate(entry), topic.published]).toEqual([[], []]);
  });

  it('returns every fault of what would be refused', () => {
    const { producer } = testProducer();
    expect(producer.validate({ ...entry, data: { ...shipped, carrier: '' }, tenant: 'ACME' })).toEqual([
      {
        ...{ code: 'notification.tenant.malformed', path: '/tenant' },
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
      ...{ code: 'json.unsupported', path },
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
        ...{ code: 'json.unsupported', path: '' },
        message: 'reading the notification threw not now; give plain objects',
      },
    ]);
  });

  it('returns, and does not throw, whatever it is given', () => {
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
