import type { Head, Link } from '../domain/audit-chain/link';
import type { AcceptedEvent } from './ledger';

/** What became of a notification that was to be recorded. */
export type Acceptance =
  | { readonly kind: 'accepted' }
  /** The same content is recorded already. */
  | { readonly kind: 'known' }
  /** Other content, or another tenant's, is recorded under this id, and stays. */
  | {
      readonly kind: 'conflict';
      /** JSON Pointers (RFC 6901) to what differs; empty text for the whole. */
      readonly differences: readonly string[];
    };

/** Records notifications, each once, and binds them to all that the tenant had recorded before. */
export interface AuditChain {
  /**
   * Records what is not known yet with one link of the tenant's chain, all or nothing. Throws when it is not certain
   * that they are recorded; then they may be given again.
   *
   * @param events of one tenant, which count as accepted at one moment, that of the first
   * @returns one answer for each event
   */
  append(events: readonly AcceptedEvent[]): Promise<readonly Acceptance[]>;
}

/** One notification alone. */
export async function acceptOne(event: AcceptedEvent, chain: AuditChain): Promise<Acceptance> {
  const [answer] = await chain.append([event]);
  return answer as Acceptance;
}

/** A notification as the ledger keeps it, with the number of the link that lists it. */
export interface AuditRecord extends AcceptedEvent {
  readonly seq: number;
}

export interface StoredLink {
  /** The number that it is stored under. One that was tampered with may contradict it. */
  readonly seq: number;
  readonly link: Link;
}

export interface AuditReader {
  /** Everyone who ever had something recorded. */
  tenants(): AsyncIterable<string>;
  /** The last link; undefined where there is none. */
  head(tenant: string): Promise<Head | undefined>;
  /** In order, those after this number. */
  links(tenant: string, after: number): AsyncIterable<StoredLink>;
  /** Those that are stored under these numbers, in any order. */
  linksAt(tenant: string, seqs: readonly number[]): Promise<readonly StoredLink[]>;
  /** Those that are there, once each, in any order. A link that was tampered with may list ids that none can have. */
  records(ids: readonly string[]): Promise<readonly AuditRecord[]>;
  /** Every record that says it is the tenant's, by a walk through the whole table. */
  scan(tenant: string): AsyncIterable<AuditRecord>;
}
