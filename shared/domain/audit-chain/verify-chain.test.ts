import fc from 'fast-check';
import { nextLink } from './link';
import { recorded } from './record-digest';
import {
  AT,
  aChain,
  aRecord,
  audit,
  digest,
  KEPT_UNTIL,
  linkOf,
  named,
  type StoredChain,
  type StoredRecord,
  TENANT,
} from './testing/chain-model';
import {
  chain,
  edited,
  forgedFrom,
  link,
  record,
  recordsOf,
  someId,
  withLink,
  withRecord,
} from './testing/tampered-chain';
import { chainVerifier } from './verify-chain';

/** ULIDs of one millisecond have any order, and an audit lists its findings by id. */
function recordAfter(id: string): StoredRecord {
  const made = aRecord();
  return made.id > id ? made : recordAfter(id);
}

describe('an untouched chain', () => {
  it('has no finding', () => {
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

  it('may lose its records after their TTL, but never its links', () => {
    const left = { links: chain.links, records: new Map() };
    expect(audit(left, { now: KEPT_UNTIL })).toEqual([]);
    expect(audit({ ...left, records: new Map([[someId(2), record(someId(2))]]) }, { now: KEPT_UNTIL })).toEqual([]);
    expect(named(audit({ ...left, links: new Map() }, { archive: chain, now: KEPT_UNTIL }))).toEqual(
      [1, 2, 3, 4].map((seq) => `link.removed link ${seq}`),
    );
  });

  it('must not lose them before', () => {
    const left = { links: chain.links, records: new Map() };
    const removed = [...chain.records.keys()].map((id) => `record.removed ${id}`).toSorted();
    expect(named(audit(left, { now: KEPT_UNTIL - 1 }))).toEqual(removed);
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

  it('reports adjacent missing links as one finding', () => {
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

  it('names a changed link, and the difference as far as the archive has it', () => {
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

  it('names which of two links was replaced, as far as the evidence goes', () => {
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

  it('lists every difference of a record', () => {
    const id = someId(2);
    const text = edited(record(id).text, { data: {} });
    const acceptedAt = '2026-11-23T09:30:01.000Z';
    const what =
      'was changed: its content is not what was accepted; it says that it was accepted at 2026-11-23T09:30:01.000Z, not 2026-11-23T09:30:00.000Z';
    expect(audit(withRecord(id, { ...record(id), text, acceptedAt }))).toEqual([
      { kind: 'record.changed', subject: id, what },
    ]);
  });

  it('names the link of a missing record, and the reason against an inserted one', () => {
    // An audit lists what it found by id, and ULIDs of one millisecond have any order.
    const accepted = aRecord();
    const inserted = { ...recordAfter(accepted.id), seal: '' };
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

  it('counts as intact without an anchor', () => {
    expect(audit({ ...forged, records })).toEqual([]);
  });

  it('contradicts the anchor', () => {
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
