import type { IdSet } from './id-set';
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

/** Records that the table holds, by id. */
export type Page = ReadonlyMap<string, Recorded>;

export interface Tally {
  links: number;
  records: number;
  /** Gone after their time. */
  expired: number;
  /** Accepted a moment ago: no link lists them yet. */
  pending: number;
}

/** What is known of a chain from what was visited of it. */
export interface Walk extends ChainEvidence {
  /** Ids of records that the table holds, and that no link listed yet. */
  readonly met: IdSet;
  /** Ids of records that are gone before their time: each is a finding. */
  readonly gone: Set<string>;
  /** Is a link gone or changed, without a copy of it? What no other link lists may have been in it. */
  isTorn: boolean;
  readonly tally: Tally;
}

export const hasExpired = ({ keptUntil }: Link, now: number): boolean => keptUntil <= now;

export const isWhole = (link: Link, seq: number, { tenant }: Walk): boolean =>
  link.seq === seq && link.tenant === tenant && isIntact(link);
