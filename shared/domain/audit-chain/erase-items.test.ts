import fc from 'fast-check';
import { aNotification } from '../../testing/factories';
import { addressDigest, erasedAddress } from './address-digest';
import { eraseItems } from './erase-items';
import { recorded } from './record-digest';
import { recordSeal } from './record-seal';

const digest = addressDigest(new Uint8Array(32));
const erased = erasedAddress('ann@example.com', digest);
const notification = aNotification({ recipients: 'Ann <Ann@example.com>, bob@example.com' });
const { id, tenant, type } = notification;
const event = { pk: id, sk: 'E', id, tenant, type, text: JSON.stringify(notification), acceptedAt: 'now', seq: 1 };
const delivery = (channel: string, target: string, state = 'delivered') => ({
  pk: id,
  sk: `D#${channel}#${target}`,
  channel,
  target,
  state,
  digest: 'of the content',
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
interface Marks {
  readonly erased?: unknown;
  readonly begunBeforeErasure?: unknown;
}
const eraseOf = (address: string, items: readonly Item[]) => {
  const { changes, ...rest } = eraseItems(items, address, digest);
  const deletes = changes.flatMap((change) => change.deletes);
  return { puts: changes.map(({ put }) => put), deletes, ...rest };
};
const erase = (...items: readonly Item[]) => eraseOf('ann@example.com', items);

it('replaces the address in the record, its deliveries and attempts, and takes unkeyed digests of the content out', () => {
  const webhook = delivery('webhook', 'ep_1');
  const { puts, deletes, ...rest } = erase(event, anns, delivery('email', 'bob@example.com'), attempt, webhook);
  expect(rest).toEqual({ open: false, mentioned: false });
  expect(deletes).toEqual([anns, attempt]);
  expect(JSON.stringify(puts)).not.toMatch(/\bAnn\b|ann@/i);
  expect(puts.map(({ sk }) => sk)).toEqual([
    'D#email#bob@example.com',
    'D#webhook#ep_1',
    `D#email#${erased}`,
    `A#email#${erased}#0001`,
    'E',
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
    ...anns,
    sk: `D#email#${erased}`,
    target: erased,
    attempts: [{ n: 1, reason: `no such box: <${erased}>` }],
  };
  expect(erase(bobs, full, anns, quoting, zoes)).toEqual({
    puts: [bobsAfter, { ...quoting, reason: `not ${erased}` }, zoesAfter, annsAfter],
    deletes: [anns],
    open: false,
    mentioned: false,
  });
});

it('leaves those alone whose address ends or begins alike', () => {
  const joanns = delivery('email', 'joann@example.com');
  const others = ['joann@example.com', 'ann@example.com.au'];
  const text = JSON.stringify({ ...notification, recipients: ['ann@example.com', ...others].join(', ') });
  const { puts } = erase({ ...event, text }, { ...joanns, attempts: [] }, anns);
  const { digest: _, ...after } = { ...joanns, attempts: [], begunBeforeErasure: true };
  expect(puts.slice(0, -1)).toEqual([after, expect.objectContaining({ sk: `D#email#${erased}` })]);
  expect(JSON.parse(puts.at(-1)?.text ?? '')).toEqual({
    ...notification,
    recipients: `<${erased}>, <joann@example.com>, <ann@example.com.au>`,
  });
  expect(
    erase(
      { ...event, text: JSON.stringify({ ...notification, recipients: others.join() }) },
      { ...joanns, attempts: [] },
    ),
  ).toEqual({
    puts: [],
    deletes: [],
    open: false,
    mentioned: false,
  });
});

it('knows the number of an attempt from a number in the address', () => {
  const numbered = { pk: id, sk: 'A#email#ann#2026@example.com#0001', reason: 'full' };
  const [after] = eraseOf('ann#2026@example.com', [numbered]).puts;
  expect(after).toEqual({ ...numbered, sk: `A#email#${erasedAddress('ann#2026@example.com', digest)}#0001` });
});

it('leaves the digest of the record as it is', () => {
  const [{ text }] = erase(event).puts as [typeof event];
  expect(recorded({ ...event, text }, digest)).toEqual(recorded(event, digest));
});

describe.each(['claimed', 'retrying'])('while a delivery is %s', (state) => {
  const nothing = { puts: [], deletes: [], open: true, mentioned: false };
  const parked = { body: '{"data":1}', attributes: { carillondigest: { StringValue: 'of the content' } } };
  const others = { ...delivery('webhook', 'ep_1', state), parked };

  it('changes nothing where it is one to the address', () => {
    expect(erase(event, delivery('email', 'ann@example.com', state))).toEqual(nothing);
  });

  it('changes nothing where it is one to others, whose message would bring the digest of the content back', () => {
    expect(erase(event, anns, others)).toEqual(nothing);
    expect(erase(event, others)).toEqual(nothing);
    expect(erase(anns, others)).toEqual(nothing);
  });

  it('changes nothing of what was erased before', () => {
    const { puts } = erase(event, anns);
    expect(erase(...puts, others)).toEqual(nothing);
  });

  it('has nothing to do with a notification that the address is not in', () => {
    expect(erase(delivery('email', 'bob@example.com', state), { ...others, attempts: [] })).toEqual({
      ...nothing,
      open: false,
      mentioned: true,
    });
  });
});

it('takes out the digest of a delivery that was begun after the address was erased', () => {
  const before = erase(event, anns).puts;
  const late = { ...delivery('webhook', 'ep_1'), attempts: [] };
  const { digest: _, ...after } = late;
  const nothing = { deletes: [], open: false, mentioned: false };
  expect(erase(...before, late)).toEqual({ puts: [after], ...nothing });
  const [moved] = before.filter(({ sk }) => sk.startsWith('D#'));
  expect(erase(moved as Item, late)).toEqual({ puts: [after], ...nothing });
  const [record] = before.filter(({ sk }) => sk === 'E');
  expect(erase(record as Item, late)).toEqual({ puts: [after], ...nothing });
});

describe('what keeps a delivery from beginning under an id whose record was erased', () => {
  const isMarked = (item: object) => 'erased' in item || 'begunBeforeErasure' in item;
  const late = { ...delivery('email', 'ann@example.com', 'suppressed'), attempts: [] };

  it('is a mark of the record, and one of each delivery that was there', () => {
    const { puts } = erase(event, anns, attempt, delivery('webhook', 'ep_1'));
    expect(puts.filter(isMarked)).toEqual([
      expect.objectContaining({ sk: 'D#webhook#ep_1', begunBeforeErasure: true }),
      expect.objectContaining({ sk: `D#email#${erased}`, begunBeforeErasure: true }),
      expect.objectContaining({ sk: 'E', erased: true }),
    ]);
  });

  it('is not given to a delivery that came later, also where another address is erased', () => {
    const before = erase(event, anns).puts;
    const bobs = { ...late, sk: 'D#email#eve@example.com', target: 'eve@example.com' };
    const { puts } = eraseOf('bob@example.com', [...before, bobs]);
    expect(puts.map((item) => [item.sk, 'begunBeforeErasure' in item])).toEqual([
      ['D#email#eve@example.com', false],
      ['E', false],
    ]);
  });

  it('stays where the delivery of the address came back, and both become one', () => {
    const before = erase(event, anns).puts;
    const { puts } = erase(...before, late);
    expect(puts).toMatchObject([{ sk: `D#email#${erased}`, state: 'delivered', begunBeforeErasure: true }]);
  });

  it('is made up for where an earlier version erased without it', () => {
    const unmarked = erase(event, anns).puts.map(
      ({ erased: _, begunBeforeErasure: __, ...item }: Item & Marks) => item,
    );
    expect(
      erase(...unmarked)
        .puts.filter(isMarked)
        .map(({ sk }) => sk),
    ).toEqual([`D#email#${erased}`, 'E']);
  });

  it('is nowhere where the record is gone, or does not name the address', () => {
    expect(erase(anns).puts.filter(isMarked)).toEqual([]);
    expect(eraseOf('zoe@example.com', [event, anns]).puts).toEqual([]);
  });
});

it('seals the record anew where its seal was right, and only there', () => {
  const sealed = { ...event, acceptedAt: '2026-11-23T09:30:00.000Z', expiresAt: 1 };
  const right = { ...sealed, seal: recordSeal(sealed, digest) };
  const erasedRecord = (record: Item) => erase(record).puts.find(({ sk }) => sk === 'E') as unknown as typeof right;
  const after = erasedRecord(right);
  expect(recorded(after, digest)).toMatchObject({ isSealed: true, digest: recorded(right, digest).digest });
  expect(erasedRecord({ ...right, seal: 'forged' } as Item)).toMatchObject({ seal: 'forged' });
  expect(erasedRecord(event)).not.toHaveProperty('seal');
});

describe('deliveries to one address', () => {
  const attempted = (target: string, at: string, outcome: string) => ({
    ...delivery('email', target),
    attempts: [{ n: 1, at, outcome }],
  });
  const logged = (target: string, at: string) => ({
    pk: id,
    sk: `A#email#${target}#0001`,
    attempt: { n: 1, at, outcome: 'retry' },
  });
  const [early, later, last] = ['2026-11-23T09:30:00.000Z', '2026-11-24T09:30:00.000Z', '2026-11-25T09:30:00.000Z'];

  it('that came back after it was erased become one, with the attempts of both', () => {
    const [before] = erase(event, attempted('Ann@example.com', early, 'failed')).puts;
    const back = attempted('ann@example.com', later, 'delivered');
    const { puts, deletes, ...rest } = erase(before as Item, back, event);
    expect(rest).toEqual({ open: false, mentioned: false });
    expect([deletes, puts.map(({ sk }) => sk)]).toEqual([[back], [`D#email#${erased}`, 'E']]);
    expect(puts[0]?.attempts).toEqual([
      { n: 1, at: early, outcome: 'failed' },
      { n: 1, at: later, outcome: 'delivered' },
    ]);
  });

  it('become one also where the erased one was begun again, and has a digest', () => {
    const again = attempted(erased, last, 'sent');
    const back = attempted('ann@example.com', later, 'failed');
    const { puts, deletes } = erase(back, again);
    const { digest: _, ...merged } = { ...again, attempts: [...back.attempts, ...again.attempts] };
    expect([puts, deletes]).toEqual([[merged], [back]]);
  });

  it('become one where they spell it in different cases', () => {
    const spelled = ['ANN@example.com', 'Ann@example.com', 'ann@example.com'].map((target, day) =>
      attempted(target, [last, early, later][day] ?? '', `${day}`),
    );
    const { puts, deletes } = erase(...spelled);
    expect([puts.length, deletes]).toEqual([1, spelled]);
    expect(puts[0]?.attempts).toMatchObject([{ outcome: '1' }, { outcome: '2' }, { outcome: '0' }]);
  });

  const told = (target: string, state: string, at: string) => ({
    pk: id,
    sk: `D#email#${target}`,
    channel: 'email',
    target,
    state,
    feedback: { state, at },
  });

  it.each([
    ['a complaint, and a later attempt that failed', told(erased, 'complained', early), 'failed', 'complained'],
    ['what feedback alone is known of, and a mail that was sent', told(erased, 'bounced', last), 'sent', 'bounced'],
    ['one that its service did not send, and a later one', told(erased, 'rejected', early), 'sent', 'sent'],
    ['one that arrived, and a later one that failed', attempted(erased, early, 'delivered'), 'failed', 'delivered'],
  ])('stand as the strongest of them says: %s', (_, before, state, expected) => {
    const back = { ...attempted('ann@example.com', later, 'retry'), state };
    for (const items of [
      [before, back],
      [back, before],
    ]) {
      const { puts, deletes } = erase(...items);
      const attempts = [...('attempts' in before ? before.attempts : []), ...back.attempts];
      expect([puts, deletes]).toEqual([[expect.objectContaining({ state: expected, attempts })], [back]]);
    }
  });

  it('are the one that was attempted last where none of them says more, and are kept as long as any', () => {
    const both = [
      { ...attempted('ann@example.com', early, 'retry'), state: 'failed', expiresAt: 22 },
      { ...attempted('Ann@example.com', later, 'retry'), state: 'held', expiresAt: 1 },
    ];
    for (const items of [both, both.toReversed()])
      expect(erase(...items).puts).toMatchObject([{ state: 'held', expiresAt: 22 }]);
  });

  it('keep what the mail service said', () => {
    const before = told(erased, 'complained', early);
    expect(erase(before, attempted('ann@example.com', later, 'retry')).puts).toMatchObject([
      { feedback: before.feedback },
    ]);
  });

  it('have no attempts where feedback alone is known of them', () => {
    const { puts } = erase(told('ann@example.com', 'bounced', early), told('Ann@example.com', 'delivered', early));
    expect(puts).toEqual([{ ...told(erased, 'bounced', early) }]);
  });

  it('have of two answers under one number the later one, as after a redrive', () => {
    const both = [logged('ann@example.com', later), logged('Ann@example.com', early)];
    for (const items of [both, both.toReversed()]) {
      const { puts, deletes } = erase(...items);
      expect([puts, deletes.length]).toEqual([[logged(erased, later)], 2]);
    }
  });
});

it('no two changes have one key', () => {
  const targets = ['ann@example.com', 'Ann@example.com', erased, 'bob@example.com'];
  const any = fc.subarray(targets.flatMap((target) => [delivery('email', target), delivery('webhook', target)]));
  fc.assert(
    fc.property(any, (deliveries) => {
      const { puts, deletes } = erase(event, ...deliveries);
      const keys = [...puts, ...deletes].map(({ sk }) => sk);
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});

it('puts the record last, so that what was interrupted is taken up', () => {
  const bobs = { ...delivery('email', 'bob@example.com'), attempts: [] };
  const [first, ...later] = erase(anns, event, bobs).puts;
  expect([first?.sk, later.at(-1)?.sk]).toEqual(['D#email#bob@example.com', 'E']);
  expect(erase(first as Item, event, anns).puts).toEqual(later);
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

it.each([
  ['a note', { sk: 'D#audit#conflict', state: 'rejected', attempts: [{ n: 1, reason: 'at /data/ann@example.com' }] }],
  ['an attempt to others', { sk: 'A#webhook#ep_1#0001', exchange: { response: '{"to":"Ann@example.com"}' } }],
  ['a record that is no JSON', { sk: 'E', text: '{"recipients":"ann@example.com"' }],
  ['a record whose recipients are no text', { sk: 'E', text: '{"recipients":["\\u0061nn@example.com"]}' }],
])('says that %s names the address, where no recipient has it', (_, item) => {
  expect(erase({ pk: id, ...item })).toEqual({ puts: [], deletes: [], open: false, mentioned: true });
});

it('takes the address out of a note, where a recipient has it', () => {
  const note = {
    pk: id,
    sk: 'D#audit#conflict',
    state: 'rejected',
    attempts: [{ reason: 'at /data/ann@example.com' }],
  };
  const { puts, mentioned } = erase(event, note);
  const after = { ...note, attempts: [{ reason: `at /data/${erased}` }], begunBeforeErasure: true };
  expect([mentioned, puts[0]]).toEqual([false, after]);
});

it('has nothing to do with what cannot be read, or is of others', () => {
  const nothing = { puts: [], deletes: [], open: false, mentioned: false };
  expect(erase()).toEqual(nothing);
  for (const text of ['{', 'null', '"x"', '[]']) expect(erase({ ...event, text })).toEqual(nothing);
  for (const target of ['joann@example.com', 'ann@example.com.au'])
    expect(erase({ ...delivery('email', target), attempts: [] })).toEqual(nothing);
});
