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
  readonly attempts?: unknown;
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

it('touches only what names the address, or has a digest of the content', () => {
  const bobs = {
    ...delivery('email', 'bob@example.com'),
    attempts: [{ n: 1, at: null, reasons: ['ANN@example.com?'] }],
  };
  const zoes = { ...delivery('email', 'zoe@example.com'), attempts: [] };
  const { digest: _, ...zoesAfter } = zoes;
  const full = { pk: id, sk: 'A#email#zoe@example.com#0001', reason: 'zoe@example.com is full' };
  const quoting = { pk: id, sk: 'A#email#zoe@example.com#0002', reason: 'not Ann@example.com' };
  const { digest: __, ...bobsAfter } = { ...bobs, attempts: [{ n: 1, at: null, reasons: [`${erased}?`] }] };
  const { digest: ___, ...annsAfter } = {
    ...{ ...anns, sk: `D#email#${erased}`, target: erased },
    attempts: [{ n: 1, reason: `no such box: <${erased}>` }],
  };
  expect(erase(bobs, full, anns, quoting, zoes)).toEqual({
    puts: [annsAfter, bobsAfter, { ...quoting, reason: `not ${erased}` }, zoesAfter],
    deletes: [anns],
    open: false,
    mentioned: false,
  });
});

it.each<[string, object, boolean]>([
  ['names the address', { body: '{"data":"for ANN@example.com"}' }, true],
  ['does not', { body: '{"data":1}' }, false],
])("changes nothing while another delivery's message waits, where it %s", (_, parked, open) => {
  const waiting = { ...delivery('webhook', 'ep_1', 'retrying'), parked };
  const erasure = erase(event, anns, waiting);
  expect([erasure.open, erasure.puts.length > 0]).toEqual([open, !open]);
  expect(erasure.puts.find(({ sk }) => sk === waiting.sk)).toEqual(
    open ? undefined : expect.objectContaining({ parked }),
  );
});

it('leaves those alone whose address ends or begins alike', () => {
  const joanns = delivery('email', 'joann@example.com');
  const others = ['joann@example.com', 'ann@example.com.au'];
  const text = JSON.stringify({ ...notification, recipients: ['ann@example.com', ...others].join(', ') });
  const { puts } = erase({ ...event, text }, { ...joanns, attempts: [] }, anns);
  const { digest: _, ...after } = { ...joanns, attempts: [] };
  expect(puts.slice(1)).toEqual([expect.objectContaining({ sk: `D#email#${erased}` }), after]);
  expect(JSON.parse(puts[0]?.text ?? '')).toEqual({
    ...notification,
    recipients: `<${erased}>, <joann@example.com>, <ann@example.com.au>`,
  });
  expect(erase({ ...event, text: JSON.stringify({ ...notification, recipients: others.join() }) }, joanns)).toEqual({
    ...{ puts: [], deletes: [], open: false, mentioned: false },
  });
});

it('knows the number of an attempt from a number in the address', () => {
  const numbered = { pk: id, sk: 'A#email#ann#2026@example.com#0001', reason: 'full' };
  const [after] = eraseItems([numbered], 'ann#2026@example.com', digest).puts;
  expect(after).toEqual({ ...numbered, sk: `A#email#${erasedAddress('ann#2026@example.com', digest)}#0001` });
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
  expect(erase()).toEqual(nothing);
  for (const text of ['{', 'null', '"x"', '[]']) expect(erase({ ...event, text })).toEqual(nothing);
  expect(erase(delivery('email', 'joann@example.com'))).toEqual(nothing);
  expect(erase(delivery('email', 'ann@example.com.au'))).toEqual(nothing);
});
