import type { Finding, FindingKind } from './finding';
import { type Entry, type Head, isIntact, type Link, NO_LINK } from './link';
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
  /** What the table holds of the tenant, by id. Those that links list are taken out; what is left was inserted. */
  readonly records: Map<string, Recorded>;
  /** Hashes that anchors signed, by number of link. */
  readonly anchored: ReadonlyMap<number, string>;
  /** Seconds since 1970. */
  readonly now: number;
}

export interface ChainVerifier {
  /** For every place, in order, from the first. Places of which nothing is left are told by the next. */
  visit(place: Place): readonly Finding[];
  /** After the last. */
  end(): readonly Finding[];
  /** Counted so far. */
  readonly tally: { readonly links: number; readonly records: number; readonly expired: number };
}

/**
 * Walks a chain and names everything in it that is not as it was. Keeps nothing of the links it has seen but the last,
 * so that a chain may be longer than memory.
 */
export function chainVerifier(evidence: ChainEvidence): ChainVerifier {
  const tally = { links: 0, records: 0, expired: 0 };
  const broken = new Set<number>();
  const seen = new Set<string>();
  let last: Head | undefined = NO_LINK;
  let seq = 0;
  const removed = (from: number, to: number): Finding[] => {
    const missing = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    for (const number of missing) broken.add(number);
    return missing.map((number) => found('link.removed', number, 'is gone, from the table and from the archive'));
  };
  return {
    tally,
    visit: (place) => {
      const gap = removed(seq + 1, place.seq - 1);
      const previous = gap.length > 0 ? undefined : last;
      const { findings, trusted } = judgeLink(place, previous, evidence);
      if (!trusted) broken.add(place.seq);
      const link = trusted ?? place.link;
      const entries = link ? judgeEntries(link, trusted !== undefined, evidence, seen, tally) : [];
      [last, seq] = [trusted, place.seq];
      tally.links += 1;
      return [...gap, ...findings, ...entries];
    },
    end: () => {
      const highest = Math.max(0, ...evidence.anchored.keys());
      return [...(highest > seq ? removed(seq + 1, highest) : []), ...leftOver(evidence, broken)];
    },
  };
}

interface Judgement {
  readonly findings: readonly Finding[];
  /** The link as it was made, by all that is known. */
  readonly trusted?: Link;
}

function judgeLink(place: Place, previous: Head | undefined, evidence: ChainEvidence): Judgement {
  const { seq, link, archived } = place;
  const whole = link && link.seq === seq && link.tenant === evidence.tenant && isIntact(link) ? link : undefined;
  const trusted = archived ?? whole;
  if (link && !whole) return { findings: [changed(seq, link, archived)], ...(trusted && { trusted }) };
  if (!trusted) return { findings: [] };
  if (whole && archived && whole.hash !== archived.hash)
    return { findings: [rewritten(seq, whole, archived)], trusted };
  return {
    trusted,
    findings: [
      ...(link ? [] : [found('link.removed', seq, 'is gone from the table; the archive has it')]),
      ...(previous && previous.hash !== trusted.previous ? [unchained(seq)] : []),
      ...unanchored(seq, trusted, evidence),
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
  if (archived === undefined) return '';
  const text = ({ id, digest }: Entry) => `${id} ${digest}`;
  const [now, then] = [new Set(link.entries.map(text)), new Set(archived.entries.map(text))];
  const ids = [...link.entries, ...archived.entries].filter((entry) => now.has(text(entry)) !== then.has(text(entry)));
  const names = [...new Set(ids.map(({ id }) => id))];
  return names.length > 0 ? `; it differs in ${names.join(', ')}` : '';
}

const hasExpired = ({ keptUntil }: Link, { now }: ChainEvidence): boolean => keptUntil <= now;

/** Of a link that cannot be trusted nothing is concluded but that it lists these records. */
function judgeEntries(
  link: Link,
  isTrusted: boolean,
  evidence: ChainEvidence,
  seen: Set<string>,
  tally: { records: number; expired: number },
): Finding[] {
  return link.entries.flatMap((entry) => {
    if (!isTrusted) return [];
    if (seen.has(entry.id)) return [found('record.repeated', entry.id, `is listed by link ${link.seq} once more`)];
    const record = evidence.records.get(entry.id);
    if (record === undefined && hasExpired(link, evidence)) tally.expired += 1;
    if (record) {
      seen.add(entry.id);
      tally.records += 1;
    }
    return judgeRecord(entry, link, record, evidence);
  });
}

function judgeRecord({ id, digest }: Entry, link: Link, record: Recorded | undefined, evidence: ChainEvidence) {
  if (record === undefined) {
    return hasExpired(link, evidence)
      ? []
      : [found('record.removed', id, `is gone before its time, of link ${link.seq}`)];
  }
  evidence.records.delete(id);
  const faults = [
    ...(record.digest === digest ? [] : ['its content is not what was accepted']),
    ...(record.acceptedAt === link.at ? [] : [`it says that it was accepted at ${record.acceptedAt}, not ${link.at}`]),
    ...(record.seq === link.seq ? [] : [`it says that it is in link ${record.seq}, not ${link.seq}`]),
  ];
  return faults.length > 0 ? [found('record.changed', id, `was changed: ${faults.join('; ')}`)] : [];
}

/** Records that no link lists. */
const leftOver = ({ records }: ChainEvidence, broken: ReadonlySet<number>): Finding[] =>
  [...records].map(([id, { seq }]) =>
    broken.has(seq)
      ? found('record.unproven', id, `says that it is in link ${seq}, which is gone or changed`)
      : found('record.inserted', id, `was never accepted: no link lists it, nor does link ${seq}, which it names`),
  );

const found = (kind: FindingKind, subject: string | number, what: string): Finding => ({
  kind,
  subject: typeof subject === 'number' ? `link ${subject}` : subject,
  what,
});
