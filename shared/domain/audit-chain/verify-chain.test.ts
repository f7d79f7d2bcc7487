import fc from 'fast-check';
import type { Notification } from '../notification/notification';
import { PENDING_SECONDS } from './judge-records';
import { isIntact, type Link, NO_LINK, nextLink } from './link';
import { recorded } from './record-digest';
import { recordSeal } from './record-seal';
import { eraseRecipient } from './redact';
import {
  AT,
  aChain,
  aRecord,
  audit,
  digest,
  entryOf,
  KEPT_UNTIL,
  LATER,
  linkOf,
  named,
  type StoredChain,
  type StoredRecord,
  TENANT,
} from './testing/chain-model';
import { chainVerifier } from './verify-chain';

const chain = aChain([1, 3, 2, 1]);
const link = (seq: number): Link => chain.links.get(seq) as Link;
const recordsOf = (seq: number): string[] => link(seq).entries.map(({ id }) => id);
const unproven = (seq: number): string[] => recordsOf(seq).map((id) => `record.unproven ${id}`);

const withLink = (seq: number, changed: Link | undefined, of: StoredChain = chain): StoredChain => {
  const links = new Map(of.links);
  if (changed) links.set(seq, changed);
  else links.delete(seq);
  return { ...of, links };
};
const withRecord = (id: string, record: StoredRecord | undefined): StoredChain => {
  const records = new Map(chain.records);
  if (record) records.set(id, record);
  else records.delete(id);
  return { ...chain, records };
};
const record = (id: string): StoredRecord => chain.records.get(id) as StoredRecord;
const resealed = (changed: StoredRecord): StoredRecord => ({ ...changed, seal: recordSeal(changed, digest) });
const edited = (text: string, change: object): string => JSON.stringify({ ...JSON.parse(text), ...change });
/** The chain as somebody forges it who knows the rules: every hash from this link on is made anew. */
const forgedFrom = (seq: number, forged: Link): StoredChain => {
  const links = new Map([...chain.links].filter(([number]) => number < seq));
  let head = links.get(seq - 1) ?? NO_LINK;
  for (const number of [...chain.links.keys()].filter((each) => each >= seq)) {
    const next = nextLink(head, number === seq ? forged : link(number));
    links.set(number, next);
    head = next;
  }
  return { ...chain, links };
};

const seqs = fc.constantFrom(...chain.links.keys());
const ids = fc.constantFrom(...chain.records.keys());
const someId = (seq: number): string => recordsOf(seq)[0] ?? '';

describe('a chain that nobody touched', () => {
  it('gives rise to no finding', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 8 }), (sizes) =>
        expect(audit(aChain(sizes))).toEqual([]),
      ),
    );
  });

  it('agrees with its archive and its anchors', () => {
    const anchored = new Map([2, 4].map((seq) => [seq, link(seq).hash]));
    expect(audit(chain, { archive: chain, anchored })).toEqual([]);
  });

  it('may have lost its records once they have expired, but never its links', () => {
    const left = { links: chain.links, records: new Map() };
    expect(audit(left, { now: KEPT_UNTIL })).toEqual([]);
    expect(audit({ ...left, records: new Map([[someId(2), record(someId(2))]]) }, { now: KEPT_UNTIL })).toEqual([]);
    expect(named(audit({ ...left, links: new Map() }, { archive: chain, now: KEPT_UNTIL }))).toEqual(
      [1, 2, 3, 4].map((seq) => `link.removed link ${seq}`),
    );
  });

  it('must not have lost them before', () => {
    const left = { links: chain.links, records: new Map() };
    const removed = [...chain.records.keys()].map((id) => `record.removed ${id}`).toSorted();
    expect(named(audit(left, { now: KEPT_UNTIL - 1 }))).toEqual(removed);
  });
});

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

  it('that was changed in whatever it says is named', () => {
    fc.assert(
      fc.property(ids, changes, (id, change) => {
        const tampered = withRecord(id, { ...record(id), ...change(record(id)) });
        expect(named(audit(tampered))).toEqual([`record.changed ${id}`]);
      }),
    );
  });

  it('that was removed is named', () => {
    fc.assert(
      fc.property(ids, (id) => expect(named(audit(withRecord(id, undefined)))).toEqual([`record.removed ${id}`])),
    );
  });

  it.each([
    ['a moment ago', new Date((LATER - 1) * 1000).toISOString()],
    ['long ago', AT],
    ['at no moment', 'x'],
  ])('that somebody put there, who says that it was accepted %s, is named', (_what, acceptedAt) => {
    const inserted = { ...aRecord(), acceptedAt };
    expect(named(audit(withRecord(inserted.id, { ...inserted, seal: record(someId(1)).seal })))).toEqual([
      `record.inserted ${inserted.id}`,
    ]);
  });

  it('under a key that no record has is named', () => {
    expect(named(audit({ ...chain, records: new Map([...chain.records, ['C#acme', aRecord()]]) }))).toEqual([
      expect.stringMatching(/^record\.(inserted|unproven) C#acme$/),
    ]);
  });

  it('that was copied under another id, or says that it comes from the future, waits for no link', () => {
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

  it('that was put in the place of another is named', () => {
    const [one, other] = [someId(2), someId(3)];
    const records = new Map([...chain.records, [one, { ...record(other), id: one }]]);
    expect(named(audit({ ...chain, records }))).toEqual([`record.changed ${one}`]);
  });

  it('is not changed by space, by the order of its keys, or by the erasure of an address, where that seals it anew', () => {
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

  it('that was rewritten with its link is betrayed by its seal', () => {
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

describe('a link', () => {
  const entries = (seq: number) => link(seq).entries;
  const changes: fc.Arbitrary<(seq: number) => Partial<Link>> = fc.constantFrom<((seq: number) => Partial<Link>)[]>(
    () => ({ seq: 9 }),
    () => ({ tenant: 'other' }),
    () => ({ previous: 'other' }),
    () => ({ at: '2026-11-23T09:30:01.000Z' }),
    () => ({ keptUntil: 1 }),
    () => ({ hash: 'other' }),
    () => ({ entries: [] }),
    (seq) => ({ entries: [...entries(seq), ...entries(seq)] }),
    (seq) => ({ entries: entries(seq).map((entry) => ({ ...entry, digest: 'other' })) }),
    (seq) => ({ entries: entries(seq).map((entry) => ({ ...entry, id: 'other' })) }),
  );

  it('that was changed in whatever it says is named, and so are the records that nothing proves any more', () => {
    fc.assert(
      fc.property(seqs, changes, (seq, change) => {
        const tampered = withLink(seq, { ...link(seq), ...change(seq) });
        expect(named(audit(tampered))).toEqual([`link.changed link ${seq}`, ...unproven(seq)].toSorted());
      }),
    );
  });

  it('that was changed proves its records all the same where the archive has it', () => {
    fc.assert(
      fc.property(seqs, changes, (seq, change) => {
        const tampered = withLink(seq, { ...link(seq), ...change(seq) });
        expect(named(audit(tampered, { archive: chain }))).toEqual([`link.changed link ${seq}`]);
      }),
    );
  });

  it.each([
    ['no entries', { entries: undefined }],
    ['a text for them', { entries: 'x' }],
    ['nothing among them', { entries: [null] }],
  ])('that has %s is named, also where the archive has it', (_what, change) => {
    const tampered = withLink(2, { ...link(2), ...(change as object) });
    expect(named(audit(tampered))).toEqual(['link.changed link 2', ...unproven(2)].toSorted());
    expect(named(audit(tampered, { archive: chain }))).toEqual(['link.changed link 2']);
  });

  it('that is far from the others is told with all that is missing before it, as one', () => {
    const far = 999_999_999_999;
    const tampered = withLink(far, { ...link(4), seq: far });
    expect(named(audit(tampered))).toEqual(['link.changed link 999999999999', 'link.removed links 5 to 999999999998']);
  });

  it('whose entries were reordered is named', () => {
    const reordered = { ...link(2), entries: entries(2).toReversed() };
    expect(named(audit(withLink(2, reordered)))).toContain('link.changed link 2');
  });

  it('that changed places with another is named, and the other', () => {
    fc.assert(
      fc.property(seqs, seqs, (one, other) => {
        fc.pre(one !== other);
        const swapped = withLink(other, link(one), withLink(one, link(other)));
        expect(named(audit(swapped))).toEqual(
          expect.arrayContaining([`link.changed link ${one}`, `link.changed link ${other}`]),
        );
      }),
    );
  });

  it('that was removed is named, or its records are where it was the last', () => {
    fc.assert(
      fc.property(seqs, (seq) => {
        const findings = named(audit(withLink(seq, undefined)));
        if (seq < 4) expect(findings).toEqual([`link.removed link ${seq}`, ...unproven(seq)].toSorted());
        else expect(findings).toEqual(unproven(seq));
      }),
    );
  });

  it('that was removed at the end is named where an anchor signed it', () => {
    const anchored = new Map([[4, link(4).hash]]);
    expect(named(audit(withLink(4, undefined), { anchored }))).toEqual(
      ['link.removed link 4', ...unproven(4)].toSorted(),
    );
  });

  it('that was forged with a hash that fits is betrayed by the next one', () => {
    const forged = nextLink(link(1), { ...link(2), entries: link(2).entries.slice(1) });
    expect(isIntact(forged)).toBe(true);
    expect(named(audit(withLink(2, forged)))).toEqual(
      [`link.unchained link 3`, `record.unproven ${someId(2)}`].toSorted(),
    );
  });
});

describe('a finding', () => {
  const [one, two, three] = recordsOf(2);
  const unprovenAll = (ids: readonly string[]) =>
    ids.map((subject) => ({
      kind: 'record.unproven',
      subject,
      what: 'is in no link that is left, and others are gone or changed',
    }));

  it('says that a link is gone, and what is unproven with it', () => {
    const what = 'is gone, from the table and from the archive';
    const findings = [{ kind: 'link.removed', subject: 'link 2', what }, ...unprovenAll(recordsOf(2))];
    expect(audit(withLink(2, undefined))).toEqual(findings);
  });

  it('says of links that are gone together that they are', () => {
    const [gone] = audit(withLink(2, undefined, withLink(3, undefined)));
    const what = 'are gone, from the table and from the archive';
    expect(gone).toEqual({ kind: 'link.removed', subject: 'links 2 to 3', what });
  });

  it('says that the archive still has a link', () => {
    const what = 'is gone from the table; the archive has it';
    expect(audit(withLink(2, undefined), { archive: chain })).toEqual([
      { kind: 'link.removed', subject: 'link 2', what },
    ]);
  });

  it('says that a link is not what it was, and where, as far as the archive tells', () => {
    const what = 'was changed: its hash is not that of its contents';
    const changed = { kind: 'link.changed', subject: 'link 2' };
    const later = withLink(2, { ...link(2), keptUntil: KEPT_UNTIL + 1 });
    expect(audit(later)).toEqual([{ ...changed, what }, ...unprovenAll(recordsOf(2))]);
    expect(audit(later, { archive: chain })).toEqual([{ ...changed, what }]);
    const others = withLink(2, {
      ...link(2),
      entries: link(2)
        .entries.slice(1)
        .map((entry, n) => ({ ...entry, digest: n === 0 ? 'other' : entry.digest })),
    });
    expect(audit(others, { archive: chain })).toEqual([{ ...changed, what: `${what}; it differs in ${two}, ${one}` }]);
  });

  it('says which of two links was replaced, as far as can be known', () => {
    const forged = forgedFrom(4, { ...link(4), keptUntil: KEPT_UNTIL + 1 });
    const signed = new Map([4, 5].map((seq) => [seq, link(4).hash]));
    expect(audit(withLink(3, nextLink(link(2), { ...link(3), keptUntil: KEPT_UNTIL + 1 })))).toEqual([
      {
        kind: 'link.unchained',
        subject: 'link 4',
        what: 'does not follow link 3 as it is now: one of the two was replaced',
      },
    ]);
    expect(audit(forged, { anchored: signed })).toEqual([
      {
        kind: 'link.unanchored',
        subject: 'link 4',
        what: 'is not the one that an anchor signed: it or links before it were replaced',
      },
      { kind: 'link.removed', subject: 'link 5', what: 'is gone, from the table and from the archive' },
    ]);
    expect(audit(forged, { archive: chain })).toEqual([
      {
        kind: 'link.changed',
        subject: 'link 4',
        what: 'was replaced by another one: the archive has it otherwise',
      },
    ]);
  });

  it('says everything that a record says otherwise', () => {
    const id = someId(2);
    const text = edited(record(id).text, { data: {} });
    const acceptedAt = '2026-11-23T09:30:01.000Z';
    const what =
      'was changed: its content is not what was accepted; it says that it was accepted at 2026-11-23T09:30:01.000Z, not 2026-11-23T09:30:00.000Z';
    expect(audit(withRecord(id, { ...record(id), text, acceptedAt }))).toEqual([
      { kind: 'record.changed', subject: id, what },
    ]);
  });

  it('says where a record was, and why one should not be there', () => {
    const [accepted, inserted] = [aRecord(), { ...aRecord(), seal: '' }];
    expect(audit(withRecord(three ?? '', undefined))).toEqual([
      { kind: 'record.removed', subject: three, what: 'is gone before its time, of link 2' },
    ]);
    const records = new Map([...chain.records, [accepted.id, accepted], [inserted.id, inserted]]);
    expect(audit({ ...chain, records })).toEqual([
      {
        kind: 'record.unproven',
        subject: accepted.id,
        what: 'is in no link after 15 minutes, though it was accepted',
      },
      {
        kind: 'record.inserted',
        subject: inserted.id,
        what: 'was never accepted: no link lists it, and the audit channel did not seal it',
      },
    ]);
  });
});

describe('a chain that was forged to its end', () => {
  const forged = forgedFrom(2, { ...link(2), entries: link(2).entries.slice(1) });
  const records = new Map([...chain.records].filter(([id]) => id !== someId(2)));

  it('is taken for whole where nothing was anchored', () => {
    expect(audit({ ...forged, records })).toEqual([]);
  });

  it('contradicts what was anchored', () => {
    const anchored = new Map([1, 3].map((seq) => [seq, link(seq).hash]));
    expect(named(audit({ ...forged, records }, { anchored }))).toEqual(['link.unanchored link 3']);
  });

  it('contradicts the archive, which says what is missing', () => {
    const findings = audit({ ...forged, records }, { archive: chain });
    expect(named(findings)).toEqual(
      [`record.removed ${someId(2)}`, ...[2, 3, 4].map((seq) => `link.changed link ${seq}`)].toSorted(),
    );
    expect(findings.find(({ subject }) => subject === 'link 2')?.what).toMatch(`it differs in ${someId(2)}`);
  });
});

describe('what is listed twice', () => {
  const id = someId(1);

  it('is as good as listed once, by two links or by one', () => {
    const again = linkOf(link(4), [record(id), record(id)]);
    expect(audit(withLink(5, again))).toEqual([]);
  });

  it('and otherwise the second time is named', () => {
    const other = { ...record(id), text: edited(record(id).text, { data: {} }) };
    expect(named(audit(withLink(5, linkOf(link(4), [other]))))).toEqual([`record.changed ${id}`]);
  });

  it('and is gone is named once', () => {
    const { records } = withRecord(id, undefined);
    expect(named(audit({ ...withLink(5, linkOf(link(4), [record(id)])), records }))).toEqual([`record.removed ${id}`]);
  });
});

describe('a record that might have expired and is there', () => {
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

  it('is judged as any other', () => {
    const id = someId(2);
    const changedOne = withRecord(id, { ...record(id), text: edited(record(id).text, { data: {} }) });
    expect(named(audit(changedOne, { now }))).toEqual([`record.changed ${id}`]);
  });
});

const verifierAt = (now: number) => chainVerifier({ tenant: TENANT, anchored: new Map(), now });

it('asks for the records that a link should have, where it can be trusted, and of expired ones for those that are there', () => {
  const tampered = { ...link(2), keptUntil: KEPT_UNTIL + 1 };
  const ids = recordsOf(2);
  expect(verifierAt(KEPT_UNTIL - 1).recordsOf({ seq: 2, link: link(2) })).toEqual(ids);
  const later = verifierAt(KEPT_UNTIL);
  expect(later.recordsOf({ seq: 2, link: link(2) })).toEqual([]);
  later.meet(ids[1] ?? '');
  expect(later.recordsOf({ seq: 2, link: link(2) })).toEqual([ids[1]]);
  expect(verifierAt(0).recordsOf({ seq: 2, link: tampered })).toEqual([]);
  expect(verifierAt(0).recordsOf({ seq: 2, link: tampered, archived: link(2) })).toEqual(ids);
});

it('counts what it saw, each record once', () => {
  const held = new Map([...chain.records].map(([id, stored]) => [id, recorded(stored, digest)]));
  const young = aRecord();
  const tallyAt = (now: number, links: StoredChain['links']) => {
    const verifier = verifierAt(now);
    for (const id of [...held.keys(), young.id]) verifier.meet(id);
    for (const [seq, each] of links) verifier.visit({ seq, link: each }, held);
    verifier.end();
    for (const id of verifier.unlisted()) verifier.inspect(id, recorded(young, digest));
    return verifier.tally;
  };
  const repeated = withLink(5, linkOf(link(4), [record(someId(2))])).links;
  expect(tallyAt(Date.parse(AT) / 1000, repeated)).toEqual({ links: 5, records: 7, expired: 0, pending: 1 });
  held.delete(someId(1));
  expect(tallyAt(KEPT_UNTIL, chain.links)).toEqual({ links: 4, records: 6, expired: 1, pending: 0 });
});
