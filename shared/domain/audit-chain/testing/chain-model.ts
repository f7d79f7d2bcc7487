import { aNotification } from '../../../testing/factories';
import { addressDigest } from '../address-digest';
import type { Place } from '../chain-walk';
import type { Finding } from '../finding';
import { type Entry, type Head, type Link, NO_LINK, nextLink } from '../link';
import { recordDigest, recorded } from '../record-digest';
import { recordSeal } from '../record-seal';
import { chainVerifier } from '../verify-chain';

export const TENANT = 'acme';
export const digest = addressDigest(new Uint8Array(32).fill(1));
export const KEPT_UNTIL = 2_000_000_000;
export const AT = '2026-11-23T09:30:00.000Z';
/** Seconds since 1970: what was accepted at `AT` should have been linked long ago. */
export const LATER = Date.parse(AT) / 1000 + 3_600;

/** A record as a table holds it. */
export interface StoredRecord {
  readonly id: string;
  readonly tenant: string;
  readonly type: string;
  readonly text: string;
  readonly acceptedAt: string;
  readonly expiresAt: number;
  readonly seal: string;
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
    const made = Array.from({ length: size }, () => aRecord());
    const link = linkOf(head, made);
    links.set(link.seq, link);
    for (const record of made) records.set(record.id, record);
    head = link;
  }
  return { links, records };
}

/** As the audit channel puts it. */
export function aRecord(acceptedAt = AT): StoredRecord {
  const { id, tenant, type, ...rest } = aNotification({ tenant: TENANT, recipients: 'Ann <ann@example.com>' });
  const text = JSON.stringify({ id, tenant, type, ...rest });
  const sealed = { text, acceptedAt, expiresAt: KEPT_UNTIL };
  return { id, tenant, type, ...sealed, seal: recordSeal(sealed, digest) };
}

export const linkOf = (head: Head, records: readonly StoredRecord[]): Link =>
  nextLink(head, { tenant: TENANT, entries: records.map(entryOf), at: AT, keptUntil: KEPT_UNTIL });

export const entryOf = ({ id, text, acceptedAt }: StoredRecord): Entry => ({
  id,
  digest: recordDigest(JSON.parse(text), digest),
  at: acceptedAt,
});

export interface Around {
  readonly archive?: StoredChain;
  readonly anchored?: ReadonlyMap<number, string>;
  readonly now?: number;
}

/** What an audit of it finds. */
export function audit(
  { links, records }: StoredChain,
  { archive, anchored = new Map(), now = LATER }: Around = {},
): Finding[] {
  const held = new Map([...records].map(([id, record]) => [id, recorded(record, digest)]));
  const verifier = chainVerifier({ tenant: TENANT, anchored, now });
  for (const id of held.keys()) verifier.meet(id);
  const seqs = [...new Set([...links.keys(), ...(archive?.links.keys() ?? [])])].toSorted(
    (left, right) => left - right,
  );
  const visited = seqs.flatMap((seq) => verifier.visit(placeAt(seq, links, archive), held));
  const unlisted = () => [...verifier.unlisted()].flatMap((id) => verifier.inspect(id, held.get(id)));
  return [...visited, ...verifier.end(), ...unlisted()];
}

function placeAt(seq: number, links: StoredChain['links'], archive: StoredChain | undefined): Place {
  const [link, archived] = [links.get(seq), archive?.links.get(seq)];
  return { seq, ...(link && { link }), ...(archived && { archived }) };
}

export const named = (findings: readonly Finding[]): string[] =>
  findings.map(({ kind, subject }) => `${kind} ${subject}`).toSorted();
