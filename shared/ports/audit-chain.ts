import type { Head, Link } from '../domain/audit-chain/link';
import type { AcceptedEvent } from './ledger';

export type { Acceptance } from '../domain/audit-chain/compare-record';

/** A record as the stream reports its insertion, whatever has changed it since. */
export interface InsertedRecord extends Pick<AcceptedEvent, 'id' | 'tenant' | 'acceptedAt'> {
  /** Result of `recordDigest`. */
  readonly digest: string;
  /** TTL of the record: seconds since 1970. */
  readonly expiresAt: number;
  /** RFC 3339, UTC, to the second: insertion time by the clock of the ledger. */
  readonly insertedAt: string;
}

export interface StoredLink {
  /** The number it is stored under. A tampered link may contradict it. */
  readonly seq: number;
  readonly link: Link;
}

/** Appends to chains, and can do nothing else. */
export interface ChainWriter {
  /** The last links of a tenant's chain, newest first, as many as fit into 1 MB. */
  latest(tenant: string, count: number): Promise<readonly StoredLink[]>;
  /** Adds the tenant to the list of chains. */
  enlist(tenant: string): Promise<void>;
  /**
   * Stores a link by a conditional write; false if the number is taken. Throws if it is unknown whether the link is
   * stored.
   */
  put(link: Link): Promise<boolean>;
}

/** A notification as the ledger stores it. */
export interface AuditRecord extends AcceptedEvent {
  /** Result of `recordSeal`. */
  readonly seal?: string;
  /** TTL: seconds since 1970. */
  readonly expiresAt?: number;
}

export type RecordTime = Pick<AuditRecord, 'id' | 'acceptedAt'>;

export interface AuditReader {
  /** All tenants with a chain, in order; or those after this one. */
  tenants(after?: string): AsyncIterable<string>;
  /** The head of the chain; undefined if there is none. */
  head(tenant: string): Promise<Head | undefined>;
  /** The links after this number, in order. */
  links(tenant: string, after: number): AsyncIterable<StoredLink>;
  /** The links with these numbers, in any order. */
  linksAt(tenant: string, seqs: readonly number[]): Promise<readonly StoredLink[]>;
  /** The existing records, once each, in any order. A tampered link may list ids that no record can have. */
  records(ids: readonly string[]): Promise<readonly AuditRecord[]>;
  /** Keys of all records that name the tenant. Scans the whole table. */
  scan(tenant: string): AsyncIterable<string>;
  /**
   * The tenant's records whose acceptance time is at or after this moment (RFC 3339, UTC), linked or not. Needs a scan:
   * undefined if the table is too large for one, or a scan is not permitted.
   */
  acceptedSince(tenant: string, since: string): Promise<readonly RecordTime[] | undefined>;
}
