import fc from 'fast-check';
import { aNotification } from '../../testing/factories';
import type { Notification } from '../notification/notification';
import { addressDigest, erasedAddress, isErased } from './address-digest';
import { eraseRecipient, redact } from './redact';

const digest = addressDigest(new Uint8Array(32).fill(7));
const to = (recipients: string): Notification =>
  aNotification({ id: '01JDCQ7Z3K9V5N8X2M4T6R0WYA', tenant: 'acme', recipients });
const redacted = (recipients: string) => redact(to(recipients), digest).recipients;
const erased = (recipients: string, address: string) => eraseRecipient(to(recipients), address, digest)?.recipients;
const [ann, bob] = ['ann@example.com', 'bob@example.com'].map((address) => erasedAddress(address, digest));
const annsName = digest('name\0Ann');

describe('redact', () => {
  it('puts digests in place of addresses and names, and leaves all else', () => {
    const notification = to('Ann <ann@example.com>, bob@example.com');
    const recipients = `"${annsName}" <${ann}>, <${bob}>`;
    expect(redact(notification, digest)).toEqual({ ...notification, recipients });
    expect(isErased(ann ?? '')).toBe(true);
  });

  it.each([
    ['in another case', 'ANN@Example.com'],
    ['with a comment', 'ann@example.com (home)'],
    ['twice', 'ann@example.com, Ann@example.com'],
  ])('sees that an address is the same %s', (_how, list) => {
    expect(redacted(list)).toBe(`<${ann}>`);
  });

  it('sees that an address is the same where it was erased before, and keeps what comes last', () => {
    expect(redacted(`Ann <ann@example.com>, bob@example.com, <${ann}>`)).toBe(`<${ann}>, <${bob}>`);
  });

  it('tells names apart, and keys', () => {
    expect(redacted('Bob <ann@example.com>')).not.toBe(redacted('Ann <ann@example.com>'));
    expect(erasedAddress('ann@example.com', addressDigest(new Uint8Array(32)))).not.toBe(ann);
  });

  it('makes the digest of a name as it is written, as earlier versions did', () => {
    const written = '=?utf-8?Q?Zo=C3=AB?=';
    expect(redacted(`${written} <ann@example.com>`)).toBe(`"${digest(`name\0${written}`)}" <${ann}>`);
  });

  it('has nothing to do where there are no recipients', () => {
    const { recipients, ...notification } = to('');
    expect(redact(notification, digest)).toBe(notification);
  });

  it('takes a list that cannot be read for one secret', () => {
    const list = redacted('ann@example.com; bob@example.com');
    expect(list).toMatch(/^<[0-9a-f]{64}@erased\.invalid>$/);
    expect(redacted(list ?? '')).toBe(list);
    expect(redacted('ann@example.com; bob@example.org')).not.toBe(list);
  });
});

describe('eraseRecipient', () => {
  it.each([
    [
      'one of several, with the name',
      'Ann <ann@example.com>, "B" <bob@example.com>',
      `"${annsName}" <${ann}>, "B" <bob@example.com>`,
    ],
    ['in any case', 'ANN@example.com', `<${ann}>`],
    ['out of a comment', 'bob@example.com (ann@example.com)', '<bob@example.com>'],
    ['an address with a comment inside', 'ann(home)@example.com, bob@example.com', `<${ann}>, <bob@example.com>`],
    [
      'one, and leaves the quotes in the name of another',
      'ann@example.com, "B \\"o\\" \\\\" <bob@example.com>',
      `<${ann}>, "B \\"o\\" \\\\" <bob@example.com>`,
    ],
    [
      'out of an encoded name',
      '=?utf-8?B?YW5uQGV4YW1wbGUuY29t?= <bob@example.com>',
      `"${digest('name\0=?utf-8?B?YW5uQGV4YW1wbGUuY29t?=')}" <${bob}>`,
    ],
    ['out of a name', '"ann@example.com" <bob@example.com>', `"${digest('name\0ann@example.com')}" <${bob}>`],
  ])('erases %s', (_what, list, expected) => {
    expect(erased(list, 'Ann@Example.com')).toBe(expected);
  });

  it('finds nothing in a list without the address', () => {
    expect(erased('joann@example.com, bob@example.com', 'ann@example.org')).toBeUndefined();
    expect(erased('joann@example.com, "jo.ann@example.com" <bob@example.com>', 'ann@example.com')).toBeUndefined();
    const { recipients, ...withoutRecipients } = aNotification();
    expect(eraseRecipient(withoutRecipients, 'ann@example.com', digest)).toBeUndefined();
  });

  it('erases a list that cannot be read as a whole', () => {
    const list = 'ann@example.com; bob@example.com';
    expect(erased(list, 'ann@example.com')).toBe(redacted(list));
  });
});

const address = fc.constantFrom(
  'ann@example.com',
  'Ann@example.com',
  'bob@example.com',
  '"o o"@example.com',
  'zoe@bücher.example',
);
const name = fc.oneof(fc.constant(''), fc.string({ unit: 'binary', maxLength: 30 }));
const quoted = name.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`);
const encoded = fc.constantFrom('=?utf-8?Q?Zo=C3=AB?= x', '=?utf-8?B?YW5uQGV4YW1wbGUuY29t?=');
const mailbox = fc.tuple(fc.oneof(quoted, encoded), address).map(([name, address]) => `${name} <${address}>`);
const list = fc.oneof(
  { weight: 5, arbitrary: fc.array(mailbox, { minLength: 1, maxLength: 6 }).map((mailboxes) => mailboxes.join(', ')) },
  { weight: 1, arbitrary: fc.string() },
);

it('is the same before and after any address was erased, and when done again', () => {
  fc.assert(
    fc.property(list, fc.array(address, { maxLength: 3 }), (recipients, addresses) => {
      const notification = to(recipients);
      const after = addresses.reduce((given, one) => eraseRecipient(given, one, digest) ?? given, notification);
      expect(redact(after, digest)).toEqual(redact(notification, digest));
      expect(redact(redact(after, digest), digest)).toEqual(redact(notification, digest));
    }),
    { numRuns: 500 },
  );
});
