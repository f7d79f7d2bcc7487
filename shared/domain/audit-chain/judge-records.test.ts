import fc from 'fast-check';
import type { Notification } from '../notification/notification';
import { PENDING_SECONDS } from './judge-records';
import { nextLink } from './link';
import { eraseRecipient } from './redact';
import {
  AT,
  aRecord,
  audit,
  digest,
  entryOf,
  KEPT_UNTIL,
  LATER,
  linkOf,
  named,
  type StoredRecord,
} from './testing/chain-model';
import { chain, edited, ids, link, record, resealed, someId, withLink, withRecord } from './testing/tampered-chain';

describe('a record', () => {
  const changes: fc.Arbitrary<(record: StoredRecord) => Partial<StoredRecord>> = fc.oneof(
    fc
      .constantFrom(
        { data: { order: '4712' } },
        { data: {} },
        { subject: 'new' },
        { time: '2026-11-23T09:30:01Z' },
        { severity: 'critical' },
        { recipients: 'Ann <bob@example.com>' },
        { recipients: 'Anna <ann@example.com>' },
        { recipients: 'Ann <ann@example.com>, bob@example.com' },
        { recipients: undefined },
        { recipients: 7 },
        { tenant: 'other' },
        { id: '01JDCQ7Z3K9V5N8X2M4T6R0WYA' },
      )
      .map((change) => ({ text }: StoredRecord) => ({ text: edited(text, change) })),
    fc
      .constantFrom('', '{}', 'null', '[', `${'['.repeat(10_000)}${']'.repeat(10_000)}`)
      .map((text) => () => ({ text })),
    fc
      .constantFrom({ tenant: 'other' }, { type: 'other' }, { acceptedAt: '2026-11-23T09:30:01.000Z' })
      .map((change) => () => change),
  );

  it('that was changed in any member is reported', () => {
    fc.assert(
      fc.property(ids, changes, (id, change) => {
        const tampered = withRecord(id, { ...record(id), ...change(record(id)) });
        expect(named(audit(tampered))).toEqual([`record.changed ${id}`]);
      }),
    );
  });

  it('that was removed is reported', () => {
    fc.assert(
      fc.property(ids, (id) => expect(named(audit(withRecord(id, undefined)))).toEqual([`record.removed ${id}`])),
    );
  });

  it.each([
    ['a moment ago', new Date((LATER - 1) * 1000).toISOString()],
    ['long ago', AT],
    ['at no moment', 'x'],
  ])('that was inserted with an acceptance time %s is reported', (_what, acceptedAt) => {
    const inserted = { ...aRecord(), acceptedAt };
    expect(named(audit(withRecord(inserted.id, { ...inserted, seal: record(someId(1)).seal })))).toEqual([
      `record.inserted ${inserted.id}`,
    ]);
  });

  it('under a key that no record can have is reported', () => {
    expect(named(audit({ ...chain, records: new Map([...chain.records, ['C#acme', aRecord()]]) }))).toEqual([
      expect.stringMatching(/^record\.(inserted|unproven) C#acme$/),
    ]);
  });

  it('that was copied under another id, or comes from the future, does not count as pending', () => {
    const [copy, future] = [aRecord(), aRecord(new Date((LATER + PENDING_SECONDS + 1) * 1000).toISOString())];
    const young = aRecord(new Date((LATER - 1) * 1000).toISOString());
    expect(named(audit(withRecord(copy.id, { ...young, id: copy.id })))).toEqual([`record.inserted ${copy.id}`]);
    expect(named(audit(withRecord(future.id, future)))).toEqual([`record.unproven ${future.id}`]);
  });

  it('that was accepted a moment ago may wait for its link, and no longer', () => {
    const young = aRecord(new Date((LATER - PENDING_SECONDS + 1) * 1000).toISOString());
    const waiting = withRecord(young.id, young);
    expect(audit(waiting)).toEqual([]);
    expect(named(audit(waiting, { now: LATER + 1 }))).toEqual([`record.unproven ${young.id}`]);
  });

  it('that replaced another is reported', () => {
    const [one, other] = [someId(2), someId(3)];
    const records = new Map([...chain.records, [one, { ...record(other), id: one }]]);
    expect(named(audit({ ...chain, records }))).toEqual([`record.changed ${one}`]);
  });

  it('is not changed by space, by the order of its keys, or by an erasure that seals it again', () => {
    const id = someId(2);
    const erased = eraseRecipient(JSON.parse(record(id).text), 'ann@example.com', digest) as Notification;
    const text = JSON.stringify(Object.fromEntries(Object.entries(erased).reverse()), null, 2);
    expect(text).not.toMatch(/Ann|ann@/);
    expect(audit(withRecord(id, resealed({ ...record(id), text })))).toEqual([]);
  });

  it.each<[string, Partial<StoredRecord>]>([
    ['a text that is written otherwise', { text: `${record(someId(2)).text} ` }],
    ['another time to expire', { expiresAt: KEPT_UNTIL + 1 }],
    ['the seal of another record', { seal: record(someId(3)).seal }],
    ['no seal', { seal: undefined as never }],
  ])('that has %s than the audit channel has sealed is named', (_what, change) => {
    const id = someId(2);
    expect(named(audit(withRecord(id, { ...record(id), ...change })))).toEqual([`record.changed ${id}`]);
  });

  it('that was rewritten with its link is detected by its seal', () => {
    const id = someId(4);
    const forged = { ...record(id), text: edited(record(id).text, { data: { iban: 'of a thief' } }) };
    const tampered = withLink(4, linkOf(link(3), [forged]), withRecord(id, forged));
    expect(audit(tampered)).toEqual([
      {
        kind: 'record.changed',
        subject: id,
        what: 'was changed: its seal is not of its text, its time and when it expires',
      },
    ]);
    const unsealed = withRecord(id, { ...forged, seal: undefined as never });
    expect(audit(withLink(4, linkOf(link(3), [forged]), unsealed))).toEqual([
      { kind: 'record.changed', subject: id, what: 'was changed: its seal is gone' },
    ]);
  });

  it('that was accepted before there were seals needs none', () => {
    const { seal, ...old } = aRecord();
    const [{ at, ...entry }] = [entryOf({ ...old, seal })];
    const before = nextLink(link(4), { ...linkOf(link(4), []), entries: [entry], at: at ?? '' });
    expect(audit(withLink(5, before, withRecord(old.id, old as StoredRecord)))).toEqual([]);
  });
});

describe('a record that is listed twice', () => {
  const id = someId(1);

  it('is the same as listed once, by two links or by one', () => {
    const again = linkOf(link(4), [record(id), record(id)]);
    expect(audit(withLink(5, again))).toEqual([]);
  });

  it('and differently the second time is reported', () => {
    const other = { ...record(id), text: edited(record(id).text, { data: {} }) };
    expect(named(audit(withLink(5, linkOf(link(4), [other]))))).toEqual([`record.changed ${id}`]);
  });

  it('and is missing is reported once', () => {
    const { records } = withRecord(id, undefined);
    expect(named(audit({ ...withLink(5, linkOf(link(4), [record(id)])), records }))).toEqual([`record.removed ${id}`]);
  });
});

describe('a record past its TTL that still exists', () => {
  const now = KEPT_UNTIL;

  it('may be another one, accepted under the id since, which is judged by its own link', () => {
    const id = someId(1);
    const again = resealed({
      ...record(id),
      acceptedAt: '2033-05-18T04:00:00.000Z',
      text: edited(record(id).text, { data: {} }),
    });
    const other = { ...linkOf(link(4), [again]), keptUntil: KEPT_UNTIL + 1_000 };
    const { hash: _, ...content } = other;
    const tampered = withLink(5, nextLink(link(4), content), withRecord(id, again));
    expect(audit(tampered, { now })).toEqual([]);
    const changed = withLink(5, nextLink(link(4), content), withRecord(id, { ...again, text: record(id).text }));
    expect(named(audit(changed, { now }))).toEqual([`record.changed ${id}`]);
  });

  it('is verified like any other', () => {
    const id = someId(2);
    const changedOne = withRecord(id, { ...record(id), text: edited(record(id).text, { data: {} }) });
    expect(named(audit(changedOne, { now }))).toEqual([`record.changed ${id}`]);
  });
});
