import { aNotification } from '../../testing/factories';
import { addressDigest } from './address-digest';
import { recordDigest, recorded } from './record-digest';

const digest = addressDigest(new Uint8Array(32).fill(7));
const notification = aNotification();
const { id, tenant, type } = notification;
const record = { id, tenant, type, text: JSON.stringify(notification), acceptedAt: '2026-11-23T09:30:00.000Z', seq: 3 };
const { recipients, ...toNobody } = notification;

describe('recordDigest', () => {
  const digestOf = (text: string) => recordDigest(JSON.parse(text), digest);

  it('is SHA-256 in base64url, and the same however the notification is written', () => {
    const turned = JSON.stringify(Object.fromEntries(Object.entries(notification).toReversed()), null, 2);
    expect(digestOf(record.text)).toMatch(/^[\w-]{43}$/);
    expect(digestOf(turned)).toBe(digestOf(record.text));
  });

  it.each([{ data: { order: '4712' } }, { recipients: 'bob@example.com' }, { subject: '' }])(
    'changes with %j',
    (change) => {
      expect(recordDigest({ ...notification, ...change }, digest)).not.toBe(digestOf(record.text));
    },
  );
});

describe('recorded', () => {
  it.each([notification, toNobody])('is the digest of what was accepted, with where it says it is', (accepted) => {
    expect(recorded({ ...record, text: JSON.stringify(accepted) }, digest)).toEqual({
      digest: recordDigest(accepted, digest),
      acceptedAt: record.acceptedAt,
      isSealed: false,
      hasSeal: false,
    });
  });

  it('is the digest of what an earlier version accepted with half of a surrogate pair in a key', () => {
    const digestWith = (key: string): string => {
      const accepted = { ...notification, data: { [key]: 1 } };
      const seen = recorded({ ...record, text: JSON.stringify(accepted) }, digest).digest;
      expect(seen).toBe(recordDigest(accepted, digest));
      return seen;
    };
    expect(digestWith('\ud800')).not.toBe(digestWith('\ud801'));
  });

  it('is the digest of the double where an earlier version accepted more digits', () => {
    const text = record.text.replace('"4711"', '1.123456789012345678');
    const accepted = { ...notification, data: { order: 1.1234567890123457 } };
    expect(recorded({ ...record, text }, digest).digest).toBe(recordDigest(accepted, digest));
  });

  it.each([
    ['another id', { id: 'x' }],
    ['another tenant', { tenant: 'x' }],
    ['another type', { type: 'x' }],
    ['no JSON', { text: '{' }],
    ['null for a text', { text: 'null' }],
    ['a text for a text', { text: '"x"' }],
    ['a list for a text', { text: '[]' }],
    ['recipients that are null', { text: JSON.stringify({ ...notification, recipients: null }) }],
    ['recipients that are no text', { text: JSON.stringify({ ...notification, recipients: 7 }) }],
  ])('has no digest with %s', (_, change) => {
    expect(recorded({ ...record, ...change }, digest).digest).toBe('');
  });
});
