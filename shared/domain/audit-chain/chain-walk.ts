import type { IdSet } from './id-set';
import { isIntact, type Link } from './link';
import type { Recorded } from './record-digest';

/** One position of a chain, with the link of the table and of the archive. */
export interface Place {
  /** The key it is stored under; a tampered link may contradict it. */
  readonly seq: number;
  readonly link?: Link;
  /** The archive's copy of the link, only if it is intact: see `verifyArchived`. */
  readonly archived?: Link;
}

export interface ChainEvidence {
  readonly tenant: string;
  /** Hashes that anchors signed, by link number. */
  readonly anchored: ReadonlyMap<number, string>;
  /** Seconds since 1970. */
  readonly now: number;
}

/** Records that exist in the table, by id. */
export type Page = ReadonlyMap<string, Recorded>;

export interface Tally {
  links: number;
  records: number;
  /** Deleted after their TTL. */
  expired: number;
  /** Accepted recently: not linked yet. */
  pending: number;
}

/** State of an audit after the positions visited so far. */
export interface Walk extends ChainEvidence {
  /** Ids of records in the table that no visited link lists. */
  readonly met: IdSet;
  /** Ids of records missing before their TTL: each is a finding. */
  readonly gone: Set<string>;
  /** A link is missing or changed, and has no copy: records that no other link lists may have been in it. */
  isTorn: boolean;
  readonly tally: Tally;
}

export const hasExpired = ({ keptUntil }: Link, now: number): boolean => keptUntil <= now;

export const isWhole = (link: Link, seq: number, { tenant }: Walk): boolean =>
  link.seq === seq && link.tenant === tenant && isIntact(link);
