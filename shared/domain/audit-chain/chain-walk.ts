import { isIntact, type Link } from './link';
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

/** What is known of a chain from what was visited of it. */
export interface Walk extends ChainEvidence {
  /** What the archive has of links that are gone or changed: each is a finding. */
  readonly restored: Map<number, Link>;
  /** Ids of records that say that they are in another link than the one that lists them: each is a finding. */
  readonly misplaced: Set<string>;
  /** Is it intact? A link is hashed once, however often it is looked at. */
  readonly hashed: WeakMap<Link, boolean>;
  readonly tally: { links: number; records: number; expired: number };
}

export const hasExpired = ({ keptUntil }: Link, now: number): boolean => keptUntil <= now;

export function isWhole(link: Link, seq: number, { tenant, hashed }: Walk): boolean {
  const intact = hashed.get(link) ?? isIntact(link);
  hashed.set(link, intact);
  return link.seq === seq && link.tenant === tenant && intact;
}

/** The link that a record names, as far as it can be trusted. */
export function linkAt(seq: number, links: Page['links'], walk: Walk): Link | undefined {
  const stored = links.get(seq);
  return walk.restored.get(seq) ?? (stored && isWhole(stored, seq, walk) ? stored : undefined);
}
