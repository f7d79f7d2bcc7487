import { canonicalJson } from '../kit/json/canonical-json';
import { sha256Digest } from '../kit/text/sha256-digest';

/** A notification in a link: what it said when it was accepted. */
export interface Entry {
  readonly id: string;
  /** Of `recordDigest`. */
  readonly digest: string;
  /** RFC 3339, UTC: when it was accepted. @default `at` of the link */
  readonly at?: string;
}

/** Where a chain ends. */
export interface Head {
  /** From 1. */
  readonly seq: number;
  /** SHA-256 in base64url. */
  readonly hash: string;
}

/** Notifications of one tenant that were accepted one after the other, bound to all that was linked before. */
export interface Link extends Head {
  readonly tenant: string;
  /** Hash of the link before; empty in the first. */
  readonly previous: string;
  /** At least one. */
  readonly entries: readonly Entry[];
  /** RFC 3339, UTC: when it was made. */
  readonly at: string;
  /** Seconds since 1970, after which the first of its notifications, but not the link, may be gone. What is missing earlier was removed. */
  readonly keptUntil: number;
}

export const NO_LINK: Head = { seq: 0, hash: '' };

type LinkContent = Pick<Link, 'tenant' | 'entries' | 'at' | 'keptUntil'>;

export function nextLink(head: Head, { tenant, entries, at, keptUntil }: LinkContent): Link {
  const content = { tenant, seq: head.seq + 1, previous: head.hash, entries, at, keptUntil };
  return { ...content, hash: linkHash(content) };
}

/** Over everything in the link but the hash itself. */
export function linkHash({ tenant, seq, previous, entries, at, keptUntil }: Omit<Link, 'hash'>): string {
  const hashed = entries.map(({ id, digest, at }) => ({ id, digest, ...(at !== undefined && { at }) }));
  return sha256(canonicalJson({ tenant, seq, previous, at, keptUntil, entries: hashed }));
}

/** Is it what it was when it was made? One that was tampered with may have any shape. */
export const isIntact = (link: Link): boolean => hasEntries(link) && link.hash === linkHash(link);

export const hasEntries = ({ entries }: Link): boolean =>
  Array.isArray(entries) && entries.every((entry: unknown) => typeof entry === 'object' && entry !== null);

export const sha256 = (text: string): string => sha256Digest(text).toString('base64url');
