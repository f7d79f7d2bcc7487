import { canonicalJson } from '../kit/json/canonical-json';
import { sha256Text } from '../kit/text/sha256-text';

/** A notification in a link: the digest of its content when it was accepted. */
export interface Entry {
  readonly id: string;
  /** Result of `recordDigest`. */
  readonly digest: string;
  /** RFC 3339, UTC: when it was accepted. @default `at` of the link */
  readonly at?: string;
}

/** The end of a chain. */
export interface Head {
  /** From 1. */
  readonly seq: number;
  /** SHA-256 in base64url. */
  readonly hash: string;
}

/** A link of the hash chain: consecutively accepted notifications of one tenant, bound to the previous link. */
export interface Link extends Head {
  readonly tenant: string;
  /** Hash of the previous link; empty in the first. */
  readonly previous: string;
  /** At least one. */
  readonly entries: readonly Entry[];
  /** RFC 3339, UTC: when the link was made. */
  readonly at: string;
  /**
   * Seconds since 1970. Until then every notification of the link must exist: a missing one was removed. The link
   * itself does not expire.
   */
  readonly keptUntil: number;
}

export const NO_LINK: Head = { seq: 0, hash: '' };

type LinkContent = Pick<Link, 'tenant' | 'entries' | 'at' | 'keptUntil'>;

export function nextLink(head: Head, { tenant, entries, at, keptUntil }: LinkContent): Link {
  const content = { tenant, seq: head.seq + 1, previous: head.hash, entries, at, keptUntil };
  return { ...content, hash: linkHash(content) };
}

/** Hash over all other fields of the link. */
export function linkHash({ tenant, seq, previous, entries, at, keptUntil }: Omit<Link, 'hash'>): string {
  const hashed = entries.map(({ id, digest, at }) => ({ id, digest, ...(at !== undefined && { at }) }));
  return sha256(canonicalJson({ tenant, seq, previous, at, keptUntil, entries: hashed }));
}

/** Whether the link is unchanged. A tampered link may have any shape. */
export const isIntact = (link: Link): boolean => hasEntries(link) && link.hash === linkHash(link);

export const hasEntries = ({ entries }: Link): boolean =>
  Array.isArray(entries) && entries.every((entry: unknown) => typeof entry === 'object' && entry !== null);

export const sha256 = (text: string): string => sha256Text(text, 'base64url');
