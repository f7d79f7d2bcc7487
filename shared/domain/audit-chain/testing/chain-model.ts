import { aNotification } from '../../../testing/factories';
import { addressDigest } from '../address-digest';
import type { Place } from '../chain-walk';
import type { Finding } from '../finding';
import { type Entry, type Head, type Link, NO_LINK, nextLink } from '../link';
import { recordDigest, recorded } from '../record-digest';
import { chainVerifier } from '../verify-chain';

export const TENANT = 'acme';
export const digest = addressDigest(new Uint8Array(32).fill(1));
export const KEPT_UNTIL = 2_000_000_000;
const AT = '2026-11-23T09:30:00.000Z';

/** A record as a table holds it. */
export interface StoredRecord {
  readonly id: string;
  readonly tenant: string;
  readonly type: string;
  readonly text: string;
  readonly acceptedAt: string;
  readonly seq: number;
}

/** All that a table holds of one tenant: links by the number they are stored under, records by id. */
export interface StoredChain {
  readonly links: ReadonlyMap<number, Link>;
  readonly records: ReadonlyMap<string, StoredRecord>;
}

/** Made by the rules, with as many notifications in each link. */
export function aChain(sizes: readonly number[]): StoredChain {
  const links = new Map<number, Link>();
  const records = new Map<string, StoredRecord>();
  let head: Head = NO_LINK;
  for (const size of sizes) {
    const seq = head.seq + 1;
    const made = Array.from({ length: size }, () => aRecord(seq));
    const link = linkOf(head, made);
    links.set(seq, link);
    for (const record of made) records.set(record.id, record);
    head = link;
  }
  return { links, records };
}

export function aRecord(seq: number): StoredRecord {
  const { id, tenant, type, ...rest } = aNotification({ tenant: TENANT, recipients: 'Ann <ann@example.com>' });
  return { id, tenant, type, text: JSON.stringify({ id, tenant, type, ...rest }), acceptedAt: AT, seq };
}

export const linkOf = (head: Head, records: readonly StoredRecord[]): Link =>
  nextLink(head, { tenant: TENANT, entries: records.map(entryOf), at: AT, keptUntil: KEPT_UNTIL });

export const entryOf = ({ id, text }: StoredRecord): Entry => ({ id, digest: recordDigest(JSON.parse(text), digest) });

export interface Around {
  readonly archive?: StoredChain;
  readonly anchored?: ReadonlyMap<number, string>;
  readonly now?: number;
}

/** What an audit of it finds. */
export function audit(
  { links, records }: StoredChain,
  { archive, anchored = new Map(), now = 0 }: Around = {},
): Finding[] {
  const held = new Map([...records].map(([id, record]) => [id, recorded(record, digest)]));
  const page = { records: held, links };
  const verifier = chainVerifier({ tenant: TENANT, anchored, now });
  const seqs = [...new Set([...links.keys(), ...(archive?.links.keys() ?? [])])].toSorted(
    (left, right) => left - right,
  );
  const visited = seqs.flatMap((seq) => verifier.visit(placeAt(seq, links, archive), page));
  return [...visited, ...verifier.end(), ...verifier.inspect(page)];
}

function placeAt(seq: number, links: StoredChain['links'], archive: StoredChain | undefined): Place {
  const [link, archived] = [links.get(seq), archive?.links.get(seq)];
  return { seq, ...(link && { link }), ...(archived && { archived }) };
}

export const named = (findings: readonly Finding[]): string[] =>
  findings.map(({ kind, subject }) => `${kind} ${subject}`).toSorted();
