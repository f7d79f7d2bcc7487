import { type ChainEvidence, isWhole, type Place, type Walk } from './chain-walk';
import { type Finding, found } from './finding';
import { type Entry, type Head, hasEntries, type Link } from './link';

export interface Trusted {
  /** The link of the table, if it is intact. */
  readonly whole?: Link;
  /** The original link, by all the evidence. */
  readonly trusted?: Link;
}

export function trustedAt({ seq, link, archived }: Place, walk: Walk): Trusted {
  const whole = link && isWhole(link, seq, walk) ? link : undefined;
  const trusted = archived ?? whole;
  return { ...(whole && { whole }), ...(trusted && { trusted }) };
}

export interface Judgement {
  readonly findings: readonly Finding[];
  readonly trusted?: Link;
}

export function judgeLink(place: Place, previous: Head | undefined, walk: Walk): Judgement {
  const { seq, link, archived } = place;
  const { whole, trusted } = trustedAt(place, walk);
  if (link && !whole) {
    return { findings: [changed(seq, link, archived)], ...(trusted && { trusted }) };
  }
  if (!trusted) return { findings: [] };
  if (whole && archived && whole.hash !== archived.hash)
    return { findings: [rewritten(seq, whole, archived)], trusted };
  return {
    trusted,
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

/** Names the notifications that a changed link lists differently. */
function compared(link: Link, archived: Link | undefined): string {
  if (archived === undefined || !hasEntries(link)) return '';
  const text = ({ id, digest }: Entry) => `${id} ${digest}`;
  const [now, then] = [new Set(link.entries.map(text)), new Set(archived.entries.map(text))];
  const ids = [...link.entries, ...archived.entries].filter((entry) => now.has(text(entry)) !== then.has(text(entry)));
  const names = [...new Set(ids.map(({ id }) => id))];
  return names.length > 0 ? `; it differs in ${names.join(', ')}` : '';
}

/** One finding for the whole gap: a tampered link may have any number. */
export function removed(from: number, to: number): Finding[] {
  const what = 'gone, from the table and from the archive';
  if (from > to) return [];
  return [
    from === to
      ? found('link.removed', from, `is ${what}`)
      : found('link.removed', `links ${from} to ${to}`, `are ${what}`),
  ];
}
