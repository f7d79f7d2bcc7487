import type { Head, Link } from '../domain/audit-chain/link';
import type { AcceptedEvent } from './ledger';

export type { Acceptance } from '../domain/audit-chain/compare-record';

/** A record as it was when it was put into the ledger, whatever was done to it since. */
export interface InsertedRecord extends Pick<AcceptedEvent, 'id' | 'tenant' | 'acceptedAt'> {
  /** Of `recordDigest`. */
  readonly digest: string;
  /** Seconds since 1970, after which the ledger may forget it. */
  readonly expiresAt: number;
  /** RFC 3339, UTC, to the second: when the ledger took it, by its own clock. */
  readonly insertedAt: string;
}

export interface StoredLink {
  /** The number that it is stored under. One that was tampered with may contradict it. */
  readonly seq: number;
  readonly link: Link;
}

/** Adds to chains, and can do nothing else. */
export interface ChainWriter {
  /** The last links of a tenant's chain, the newest first, as many as fit into 1 MB. */
  latest(tenant: string, count: number): Promise<readonly StoredLink[]>;
  /** Notes that the tenant has a chain. */
  enlist(tenant: string): Promise<void>;
  /** False where a link of this number is there. Throws when it is not certain that it is stored. */
  put(link: Link): Promise<boolean>;
}

/** A notification as the ledger keeps it. */
export interface AuditRecord extends AcceptedEvent {
  /** Of `recordSeal`. */
  readonly seal?: string;
  /** Seconds since 1970, after which it may be gone. */
  readonly expiresAt?: number;
}

export type RecordTime = Pick<AuditRecord, 'id' | 'acceptedAt'>;

export interface AuditReader {
  /** Everyone who ever had something linked. */
  tenants(): AsyncIterable<string>;
  /** The last link; undefined where there is none. */
  head(tenant: string): Promise<Head | undefined>;
  /** In order, those after this number. */
  links(tenant: string, after: number): AsyncIterable<StoredLink>;
  /** Those that are stored under these numbers, in any order. */
  linksAt(tenant: string, seqs: readonly number[]): Promise<readonly StoredLink[]>;
  /** Those that are there, once each, in any order. A link that was tampered with may list ids that none can have. */
  records(ids: readonly string[]): Promise<readonly AuditRecord[]>;
  /** Ids of every record that says it is the tenant's: the keys that they are stored under. A walk through the whole table. */
  scan(tenant: string): AsyncIterable<string>;
  /**
   * The tenant's records that say they were accepted at or after this moment (RFC 3339, UTC), linked or not. Undefined where
   * the table is too large to be walked through for that, or may not be: nothing but the walk finds them.
   */
  acceptedSince(tenant: string, since: string): Promise<readonly RecordTime[] | undefined>;
}
