import { aNotification } from '../../testing/factories';
import { addressDigest } from './address-digest';
import { recordDifferences } from './compare-record';
import { eraseRecipient } from './redact';

const digest = addressDigest(new Uint8Array(32).fill(7));
const notification = aNotification({ recipients: 'Ann <ann@example.com>' });
const stored = JSON.stringify(notification);
const differences = (received: object) => recordDifferences(stored, JSON.stringify(received), digest);

describe('recordDifferences', () => {
  it('finds none where the same is said in another way', () => {
    const { tenant, ...rest } = notification;
    expect(recordDifferences(stored, JSON.stringify({ ...rest, tenant }, null, 1), digest)).toEqual([]);
  });

  it('points to what differs, in attributes and data', () => {
    const other = { ...notification, subject: 'A-1', data: { order: 'another' } };
    expect(differences(other)).toEqual(['/data/order', '/subject']);
  });

  it('does not take the erasure of an address for a difference, and another address for one', () => {
    const erased = eraseRecipient(notification, 'ann@example.com', digest);
    expect(recordDifferences(JSON.stringify(erased), stored, digest)).toEqual([]);
    expect(differences({ ...notification, recipients: 'Bob <bob@example.com>' })).toEqual(['/recipients']);
  });

  it.each(['', '{"id":', 'null'])(
    'says of a stored text that was made unreadable that all of it differs: %j',
    (text) => {
      expect(recordDifferences(text, stored, digest)).toEqual(['']);
    },
  );
});
