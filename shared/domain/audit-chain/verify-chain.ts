import type { Finding, FindingKind } from './finding';
import { type Entry, type Head, hasEntries, isIntact, type Link, NO_LINK } from './link';
import type { Recorded } from './record-digest';

/** One place of a chain, from the table and from the archive. */
export interface Place {
  /** The key it is stored under, which a stored link may contradict. */
  readonly seq: number;
  readonly link?: Link;
  /** The archive's copy of the link. Only where it is whole: see `verifyArchived`. */
  readonly archived?: Link;
}

export interface ChainEvidence {
  readonly tenant: string;
  /** Hashes that anchors signed, by number of link. */
  readonly anchored: ReadonlyMap<number, string>;
  /** Seconds since 1970. */
  readonly now: number;
}

/** What the table holds, by a page. */
export interface Page {
  /** By id. */
  readonly records: ReadonlyMap<string, Recorded>;
  /** The links that these records say they are in, by the number they are stored under. */
  readonly links: ReadonlyMap<number, Link>;
}

export interface ChainVerifier {
  /** Ids of the records to look at when this place is visited: none where they may have expired. */
  recordsOf(place: Place): readonly string[];
  /** For every place, in order, from the first. Places of which nothing is left are told by the next. */
  visit(place: Place, page: Page): readonly Finding[];
  /** After the last. */
  end(): readonly Finding[];
  /** After the end, for every record that says it is the tenant's, in any order. */
  inspect(page: Page): readonly Finding[];
  /** Counted so far. */
  readonly tally: { readonly links: number; readonly records: number; readonly expired: number };
}

/**
 * Walks a chain, then whatever else the table holds, and names everything that is not as it was. A chain and its records
 * may be longer than memory: what is kept of them is the last link, and of those that are findings what proves others.
 */
export function chainVerifier(evidence: ChainEvidence): ChainVerifier {
  const { anchored, now } = evidence;
  const walk: Walk = {
    ...{ ...evidence, restored: new Map(), misplaced: new Set(), hashed: new WeakMap() },
    tally: { links: 0, records: 0, expired: 0 },
  };
  const highest = [...anchored.keys()].reduce((most, seq) => Math.max(most, seq), 0);
  let last: Head | undefined = NO_LINK;
  let seq = 0;
  return {
    tally: walk.tally,
    recordsOf: (place) => {
      const { trusted } = trustedAt(place, walk);
      return trusted && !hasExpired(trusted, now) ? trusted.entries.map(({ id }) => id) : [];
    },
    visit: (place, page) => {
      const gap = removed(seq + 1, place.seq - 1);
      const { findings, trusted, isRestored } = judgeLink(place, gap.length > 0 ? undefined : last, walk);
      if (trusted && isRestored) walk.restored.set(place.seq, trusted);
      [last, seq] = [trusted, place.seq];
      walk.tally.links += 1;
      return [...gap, ...findings, ...(trusted ? judgeEntries(trusted, page, walk) : [])];
    },
    end: () => removed(seq + 1, highest),
    inspect: ({ records, links }) =>
      [...records].flatMap(([id, record]) => {
        if (walk.misplaced.has(id)) return [];
        const named = linkAt(record.seq, links, walk);
        const entry = named?.entries.find((one) => one.id === id);
        if (!named || !entry) return [unlisted(id, record, named !== undefined, Math.max(seq, highest))];
        return hasExpired(named, now) ? judgeLateRecord(entry, named, record, walk.tally) : [];
      }),
  };
}

/** What is known of a chain from what was visited of it. */
interface Walk extends ChainEvidence {
  /** What the archive has of links that are gone or changed: each is a finding. */
  readonly restored: Map<number, Link>;
  /** Ids of records that say that they are in another link than the one that lists them: each is a finding. */
  readonly misplaced: Set<string>;
  /** Is it intact? A link is hashed once, however often it is looked at. */
  readonly hashed: WeakMap<Link, boolean>;
  readonly tally: { links: number; records: number; expired: number };
}

/** As one, however many: the number that a link is stored under may be any. */
function removed(from: number, to: number): Finding[] {
  const what = 'gone, from the table and from the archive';
  if (from > to) return [];
  return [
    from === to
      ? found('link.removed', from, `is ${what}`)
      : found('link.removed', `links ${from} to ${to}`, `are ${what}`),
  ];
}

interface Trusted {
  /** The link of the table, where it is what it was when it was made. */
  readonly whole?: Link;
  /** The link as it was made, by all that is known. */
  readonly trusted?: Link;
}

function trustedAt({ seq, link, archived }: Place, walk: Walk): Trusted {
  const whole = link && isWhole(link, seq, walk) ? link : undefined;
  const trusted = archived ?? whole;
  return { ...(whole && { whole }), ...(trusted && { trusted }) };
}

function isWhole(link: Link, seq: number, { tenant, hashed }: Walk): boolean {
  const intact = hashed.get(link) ?? isIntact(link);
  hashed.set(link, intact);
  return link.seq === seq && link.tenant === tenant && intact;
}

interface Judgement {
  readonly findings: readonly Finding[];
  readonly trusted?: Link;
  /** Only the archive has it. */
  readonly isRestored?: boolean;
}

function judgeLink(place: Place, previous: Head | undefined, walk: Walk): Judgement {
  const { seq, link, archived } = place;
  const { whole, trusted } = trustedAt(place, walk);
  if (link && !whole) {
    return { findings: [changed(seq, link, archived)], ...(trusted && { trusted, isRestored: true }) };
  }
  if (!trusted) return { findings: [] };
  if (whole && archived && whole.hash !== archived.hash)
    return { findings: [rewritten(seq, whole, archived)], trusted, isRestored: true };
  return {
    ...{ trusted, isRestored: link === undefined },
    findings: [
      ...(link ? [] : [found('link.removed', seq, 'is gone from the table; the archive has it')]),
      ...(previous && previous.hash !== trusted.previous ? [unchained(seq)] : []),
      ...unanchored(seq, trusted, walk),
    ],
  };
}

const changed = (seq: number, link: Link, archived: Link | undefined): Finding =>
  found('link.changed', seq, `was changed: its hash is not that of its contents${compared(link, archived)}`);
const rewritten = (seq: number, link: Link, archived: Link): Finding =>
  found('link.changed', seq, `was replaced by another one: the archive has it otherwise${compared(link, archived)}`);
const unchained = (seq: number): Finding =>
  found('link.unchained', seq, `does not follow link ${seq - 1} as it is now: one of the two was replaced`);

function unanchored(seq: number, { hash }: Link, { anchored }: ChainEvidence): Finding[] {
  const signed = anchored.get(seq);
  if (signed === undefined || signed === hash) return [];
  return [found('link.unanchored', seq, 'is not the one that an anchor signed: it or links before it were replaced')];
}

/** Which of its notifications a changed link lists otherwise. */
function compared(link: Link, archived: Link | undefined): string {
  if (archived === undefined || !hasEntries(link)) return '';
  const text = ({ id, digest }: Entry) => `${id} ${digest}`;
  const [now, then] = [new Set(link.entries.map(text)), new Set(archived.entries.map(text))];
  const ids = [...link.entries, ...archived.entries].filter((entry) => now.has(text(entry)) !== then.has(text(entry)));
  const names = [...new Set(ids.map(({ id }) => id))];
  return names.length > 0 ? `; it differs in ${names.join(', ')}` : '';
}

const hasExpired = ({ keptUntil }: Link, now: number): boolean => keptUntil <= now;

/** The link that a record names, as far as it can be trusted. */
function linkAt(seq: number, links: Page['links'], walk: Walk): Link | undefined {
  const stored = links.get(seq);
  return walk.restored.get(seq) ?? (stored && isWhole(stored, seq, walk) ? stored : undefined);
}

/** Those that have expired are taken for gone until they are met: a chain is longer than what is left of it. */
function judgeEntries(link: Link, page: Page, walk: Walk): Finding[] {
  if (hasExpired(link, walk.now)) {
    walk.tally.expired += link.entries.length;
    return [];
  }
  const seen = new Set<string>();
  return link.entries.flatMap((entry) => {
    const isRepeated = seen.has(entry.id);
    seen.add(entry.id);
    return isRepeated ? [repeated(entry, link, link.seq)] : judgeEntry(entry, link, page, walk);
  });
}

function judgeEntry(entry: Entry, link: Link, { records, links }: Page, walk: Walk): Finding[] {
  const record = records.get(entry.id);
  if (record === undefined) return [found('record.removed', entry.id, `is gone before its time, of link ${link.seq}`)];
  if (record.seq !== link.seq) {
    const other = linkAt(record.seq, links, walk);
    if (other?.entries.some(({ id }) => id === entry.id)) return [repeated(entry, link, record.seq)];
    walk.misplaced.add(entry.id);
  }
  walk.tally.records += 1;
  return judgeRecord(entry, link, record);
}

const repeated = ({ id }: Entry, { seq }: Link, other: number): Finding =>
  found('record.repeated', id, `is listed by link ${seq} once more, and by link ${other}`);

/** The table still has what might have expired. */
function judgeLateRecord(entry: Entry, link: Link, record: Recorded, tally: Walk['tally']): Finding[] {
  tally.expired -= 1;
  tally.records += 1;
  return judgeRecord(entry, link, record);
}

function judgeRecord({ id, digest }: Entry, link: Link, record: Recorded): Finding[] {
  const faults = [
    ...(record.digest === digest ? [] : ['its content is not what was accepted']),
    ...(record.acceptedAt === link.at ? [] : [`it says that it was accepted at ${record.acceptedAt}, not ${link.at}`]),
    ...(record.seq === link.seq ? [] : [`it says that it is in link ${record.seq}, not ${link.seq}`]),
  ];
  return faults.length > 0 ? [found('record.changed', id, `was changed: ${faults.join('; ')}`)] : [];
}

/** A record that no link lists. */
const unlisted = (id: string, { seq }: Recorded, isLinkThere: boolean, end: number): Finding =>
  !isLinkThere && seq >= 1 && seq <= end
    ? found('record.unproven', id, `says that it is in link ${seq}, which is gone or changed`)
    : found('record.inserted', id, `was never accepted: no link lists it, nor does link ${seq}, which it names`);

const found = (kind: FindingKind, subject: string | number, what: string): Finding => ({
  kind,
  subject: typeof subject === 'number' ? `link ${subject}` : subject,
  what,
});
