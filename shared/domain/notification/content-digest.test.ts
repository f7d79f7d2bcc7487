import fc from 'fast-check';
import { aNotification } from '../../testing/factories';
import { contentDifferences, contentDigest } from './content-digest';
import type { Notification } from './notification';

const notification = aNotification({
  data: { order: '4711', 'a/b~c': [1, { deep: true }] },
  idempotencykey: 'order-1',
});
const reversed = (value: object) => Object.fromEntries(Object.entries(value).reverse()) as unknown as Notification;

describe('contentDigest', () => {
  it.each<[string, Partial<Notification>]>([
    ['another id', { id: '01JDCQ7Z3K9V5N8X2M4T6R0WYA' }],
    ['another time', { time: '2027-01-01T00:00:00Z' }],
    ['another trace', { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }],
  ])('is the same with %s', (_what, change) => {
    expect(contentDigest({ ...notification, ...change })).toBe(contentDigest(notification));
  });

  it('is the same for any order of keys, and without the default severity', () => {
    const { severity, ...rest } = notification;
    const written = reversed({ ...rest, data: reversed(notification.data as object) });
    expect(contentDigest(written)).toBe(contentDigest(notification));
  });

  it.each<[string, Partial<Notification>]>([
    ['/data/order', { data: { ...(notification.data as object), order: '4712' } }],
    ['/data/a~1b~0c', { data: { ...(notification.data as object), 'a/b~c': [1] } }],
    ['/recipients', { recipients: 'bob@example.com' }],
    ['/channels', { channels: 'email' }],
    ['/subject', { subject: 'new' }],
    ['/severity', { severity: 'critical' }],
    ['/expirytime', { expirytime: '2027-01-01T00:00:00Z' }],
  ])('changes with %s, and the difference is listed by its pointer', (place, change) => {
    const other = { ...notification, ...change };
    expect(contentDigest(other)).not.toBe(contentDigest(notification));
    expect(contentDifferences(notification, other)).toEqual([place]);
  });

  it.each([null, 'text', 7])('has no members of data to tell where it is %j', (data) => {
    const other = { ...notification, data } as unknown as Notification;
    expect(contentDifferences(other, other)).toEqual([]);
    expect(contentDifferences(notification, other)).toEqual(['/data/a~1b~0c', '/data/order']);
  });

  it('differs exactly if contentDifferences lists a difference', () => {
    const data = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(data, data, (left, right) => {
        const [one, other] = [left, right].map((data) => ({ ...notification, data })) as [Notification, Notification];
        expect(contentDigest(one) === contentDigest(other)).toBe(contentDifferences(one, other).length === 0);
      }),
    );
  });
});
