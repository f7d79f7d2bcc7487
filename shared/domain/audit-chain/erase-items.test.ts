import { aNotification } from '../../testing/factories';
import { addressDigest, erasedAddress } from './address-digest';
import { eraseItems } from './erase-items';
import { recorded } from './record-digest';

const digest = addressDigest(new Uint8Array(32));
const erased = erasedAddress('ann@example.com', digest);
const notification = aNotification({ recipients: 'Ann <Ann@example.com>, bob@example.com' });
const { id, tenant, type } = notification;
const event = { pk: id, sk: 'E', id, tenant, type, text: JSON.stringify(notification), acceptedAt: 'now', seq: 1 };
const delivery = (channel: string, target: string, state = 'delivered') => ({
  ...{ pk: id, sk: `D#${channel}#${target}`, channel, target, state, digest: 'of the content' },
  attempts: [{ n: 1, reason: `no such box: <ANN@example.com>` }],
});
const anns = delivery('email', 'Ann@example.com');
const attempt = { pk: id, sk: 'A#email#Ann@example.com#0001', reason: 'Ann@example.com is full' };
interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly text?: string;
}
const erase = (...items: readonly Item[]) => eraseItems(items, 'ann@example.com', digest);

it('replaces the address in the record, its deliveries and attempts, and takes unkeyed digests of the content out', () => {
  const webhook = delivery('webhook', 'ep_1');
  const { puts, deletes, ...rest } = erase(event, anns, delivery('email', 'bob@example.com'), attempt, webhook);
  expect(rest).toEqual({ open: false, mentioned: false });
  expect(deletes).toEqual([anns, attempt]);
  expect(JSON.stringify(puts)).not.toMatch(/\bAnn\b|ann@/i);
  expect(puts.map(({ sk }) => sk)).toEqual([
    ...['E', `D#email#${erased}`, `A#email#${erased}#0001`, 'D#email#bob@example.com', 'D#webhook#ep_1'],
  ]);
  expect(puts.filter((item) => 'digest' in item)).toEqual([]);
});

it('leaves the digest of the record as it is', () => {
  const [{ text }] = erase(event).puts as [typeof event];
  expect(recorded({ ...event, text }, digest)).toEqual(recorded(event, digest));
});

it.each(['claimed', 'retrying'])('changes nothing while a delivery to it is %s', (state) => {
  const result = erase(event, delivery('email', 'ann@example.com', state));
  expect(result).toEqual({ puts: [], deletes: [], open: true, mentioned: false });
});

it('does nothing the second time', () => {
  const { puts } = erase(event, anns, attempt);
  expect(erase(...puts)).toEqual({ puts: [], deletes: [], open: false, mentioned: false });
});

it('says where the address is beside the recipients, and leaves it there', () => {
  const text = JSON.stringify({ ...notification, data: { note: 'for ANN@example.com' } });
  const { puts, mentioned } = erase({ ...event, text });
  expect([mentioned, puts.length]).toEqual([true, 1]);
  const without = {
    ...event,
    text: JSON.stringify({ ...notification, recipients: 'bob@example.com', subject: 'ann@example.com' }),
  };
  expect(erase(without)).toEqual({ puts: [], deletes: [], open: false, mentioned: true });
});

it('has nothing to do with what cannot be read, or is of others', () => {
  const nothing = { puts: [], deletes: [], open: false, mentioned: false };
  expect([erase(), erase({ ...event, text: '{' }), erase(delivery('email', 'joann@example.com'))]).toEqual([
    nothing,
    nothing,
    nothing,
  ]);
  expect(erase(delivery('email', 'ann@example.com.au'))).toEqual(nothing);
});
