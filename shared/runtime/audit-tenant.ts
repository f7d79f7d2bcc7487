import type { AddressDigest } from '../domain/audit-chain/address-digest';
import { ANCHORS, type Anchor, type JudgedAnchors, verifyAnchors } from '../domain/audit-chain/anchor';
import { archivePrefix, verifyArchived } from '../domain/audit-chain/archive';
import type { Finding } from '../domain/audit-chain/finding';
import type { Link } from '../domain/audit-chain/link';
import { type Recorded, recorded } from '../domain/audit-chain/record-digest';
import { type ChainVerifier, chainVerifier, type Place } from '../domain/audit-chain/verify-chain';
import { signatureVerifier } from '../domain/audit-chain/verify-signature';
import type { AnchorKeyReader } from '../ports/anchor-key';
import type { AuditReader } from '../ports/audit-chain';
import type { AuditVault } from '../ports/audit-vault';

export interface AuditPorts {
  readonly reader: AuditReader;
  readonly vault: AuditVault;
  readonly key: AnchorKeyReader;
  readonly digest: AddressDigest;
}

export interface AuditReport {
  readonly tenant: string;
  readonly links: number;
  readonly records: number;
  /** Whose time is over, and which are gone. */
  readonly expired: number;
  readonly anchors: number;
  /** The last anchor that the tenant is in. */
  readonly anchored?: { readonly anchor: number; readonly at: string; readonly seq: number };
  readonly findings: readonly Finding[];
}

export async function readAnchors({ vault, key }: Pick<AuditPorts, 'vault' | 'key'>): Promise<JudgedAnchors> {
  const stored: { key: string; text: string }[] = [];
  for await (const name of vault.list(ANCHORS)) stored.push({ key: name, text: (await vault.read(name)) ?? '' });
  if (stored.length === 0) return { findings: [], anchors: [] };
  return verifyAnchors(stored, { key: key.keyArn, verify: signatureVerifier(await key.publicKey()) });
}

/**
 * Compares everything that is known of a tenant: what the table holds, the chain, the archive and the anchors. Records
 * are read first, so that what is accepted meanwhile is in the chain by then. In memory are a digest for each record and
 * a hash for each link.
 */
export async function auditTenant(tenant: string, ports: AuditPorts, now: Date): Promise<AuditReport> {
  const { findings, anchors } = await readAnchors(ports);
  const records = await scan(tenant, ports);
  const seconds = Math.floor(now.getTime() / 1000);
  const anchored = new Map(
    anchors.flatMap(({ heads }) => heads.filter((head) => head.tenant === tenant)).map(({ seq, hash }) => [seq, hash]),
  );
  const verifier = chainVerifier({ tenant, records, anchored, now: seconds });
  const all = [...findings, ...(await walk(tenant, ports, verifier, records, seconds)), ...verifier.end()];
  const unlisted = verifier.tally.links > 0 && !(await isListed(tenant, ports.reader));
  return {
    ...{ tenant, ...verifier.tally, anchors: anchors.length, ...lastAnchored(tenant, anchors) },
    findings: [...all, ...(unlisted ? [UNLISTED(tenant)] : [])],
  };
}

async function scan(tenant: string, { reader, digest }: AuditPorts): Promise<Map<string, Recorded>> {
  const records = new Map<string, Recorded>();
  for await (const record of reader.scan(tenant)) records.set(record.id, recorded(record, digest));
  return records;
}

async function walk(
  tenant: string,
  ports: AuditPorts,
  verifier: ChainVerifier,
  records: Map<string, Recorded>,
  now: number,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const place of places(tenant, ports, findings)) {
    await complete(place.archived ?? place.link, ports, records, now);
    findings.push(...verifier.visit(place));
  }
  return findings;
}

/** What the scan did not see, because it came later, or because it says that it is another tenant's. */
async function complete(
  link: Link | undefined,
  { reader, digest }: AuditPorts,
  records: Map<string, Recorded>,
  now: number,
) {
  if (!link || link.keptUntil <= now) return;
  const ids = (link.entries ?? []).map(({ id }) => id).filter((id) => !records.has(id));
  for (const record of await reader.records(ids)) {
    // As it should be: whoever made it another's has changed it.
    records.set(record.id, recorded({ ...record, tenant: record.tenant === link.tenant ? link.tenant : '' }, digest));
  }
}

/** Links of table and archive side by side, in order. */
async function* places(tenant: string, { reader, vault }: AuditPorts, findings: Finding[]): AsyncIterable<Place> {
  const [table, archive] = [reader.links(tenant, 0)[Symbol.asyncIterator](), archived(tenant, vault, findings)];
  let [stored, copy] = [await table.next(), await archive.next()];
  while (!stored.done || !copy.done) {
    const left = stored.done ? Number.POSITIVE_INFINITY : stored.value.seq;
    const right = copy.done ? Number.POSITIVE_INFINITY : copy.value.seq;
    const seq = Math.min(left, right);
    yield {
      ...{ seq, ...(left === seq && !stored.done && { link: stored.value.link }) },
      ...(right === seq && !copy.done && { archived: copy.value }),
    };
    if (left === seq) stored = await table.next();
    if (right === seq) copy = await archive.next();
  }
}

/** Two runs at once may archive a link twice; then both say the same. */
async function* archived(
  tenant: string,
  vault: AuditVault,
  findings: Finding[],
): AsyncGenerator<Link, void, undefined> {
  const hashes = new Map<number, string>();
  let last = 0;
  for await (const key of vault.list(archivePrefix(tenant))) {
    for (const line of ((await vault.read(key)) ?? '').trimEnd().split('\n')) {
      const { link, findings: found } = verifyArchived(line, tenant);
      findings.push(...found);
      if (!link) continue;
      const known = hashes.get(link.seq);
      if (known !== undefined && known !== link.hash) findings.push(ARCHIVED_TWICE(link.seq));
      hashes.set(link.seq, link.hash);
      if (link.seq > last) yield link;
      last = Math.max(last, link.seq);
    }
  }
}

async function isListed(tenant: string, reader: AuditReader): Promise<boolean> {
  for await (const listed of reader.tenants()) if (listed === tenant) return true;
  return false;
}

function lastAnchored(tenant: string, anchors: readonly Anchor[]): Pick<AuditReport, 'anchored'> {
  for (const { n, at, heads } of anchors.toReversed()) {
    const head = heads.find((one) => one.tenant === tenant);
    if (head) return { anchored: { anchor: n, at, seq: head.seq } };
  }
  return {};
}

const UNLISTED = (tenant: string): Finding => ({
  kind: 'chain.unlisted',
  subject: tenant,
  what: 'has a chain and is not in the list of tenants that are anchored',
});
const ARCHIVED_TWICE = (seq: number): Finding => ({
  kind: 'archive.changed',
  subject: `link ${seq}`,
  what: 'is archived twice, and differently',
});
