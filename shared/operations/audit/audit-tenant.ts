import type { AddressDigest } from '../../domain/audit-chain/address-digest';
import type { Page, Place } from '../../domain/audit-chain/chain-walk';
import type { Finding } from '../../domain/audit-chain/finding';
import { recorded } from '../../domain/audit-chain/record-digest';
import { type ChainVerifier, chainVerifier } from '../../domain/audit-chain/verify-chain';
import { inPages } from '../../domain/kit/chunks/in-pages';
import type { AuditReader, AuditRecord } from '../../ports/audit-chain';
import { places } from './audit-places';
import { type AnchorPorts, judgedAnchors } from './judged-anchors';

export interface AuditPorts extends AnchorPorts {
  readonly reader: AuditReader;
  readonly digest: AddressDigest;
}

export interface AuditReport {
  readonly tenant: string;
  readonly links: number;
  readonly records: number;
  /** Records that were deleted after their TTL. */
  readonly expired: number;
  /** Records that were accepted recently and that no link lists yet. */
  readonly pending: number;
  readonly anchors: number;
  /** The last anchor that includes the tenant. */
  readonly anchored?: { readonly anchor: number; readonly at: string; readonly seq: number };
  readonly findings: readonly Finding[];
}

/** Records, or entries of links, per page: of the largest records, 52 MB. */
const PAGE_RECORDS = 200;

/**
 * Compares a tenant's records in the table, chain, archive and anchors. Scans the whole table first, for the ids of its
 * records; then reads the chain with its records. In memory are the ids, one page of records and their links, a hash for
 * each anchor, and the findings. A record that is accepted during the audit is found by its link, or is still pending.
 */
export async function auditTenant(tenant: string, ports: AuditPorts, now: Date): Promise<AuditReport> {
  const { findings: ofAnchors, hashes, anchors, anchored } = await anchorsOf(tenant, ports);
  const verifier = chainVerifier({ tenant, anchored: hashes, now: Math.floor(now.getTime() / 1000) });
  const findings = [...ofAnchors];
  for await (const id of ports.reader.scan(tenant)) verifier.meet(id);
  const entriesOf = (place: Place) => Math.max(1, verifier.recordsOf(place).length);
  for await (const page of inPages(places(tenant, ports, findings), PAGE_RECORDS, entriesOf)) {
    findings.push(...(await visit(page, tenant, verifier, ports)));
  }
  findings.push(...verifier.end());
  for await (const ids of inPages(verifier.unlisted(), PAGE_RECORDS)) {
    const held = await recordsOf(ids, tenant, ports);
    findings.push(...ids.flatMap((id) => verifier.inspect(id, held.get(id))));
  }
  if (verifier.tally.links > 0 && !(await isListed(tenant, ports.reader))) findings.push(UNLISTED(tenant));
  return { tenant, ...verifier.tally, anchors, ...(anchored && { anchored }), findings };
}

async function visit(page: readonly Place[], tenant: string, verifier: ChainVerifier, ports: AuditPorts) {
  const held = await recordsOf(
    page.flatMap((place) => verifier.recordsOf(place)),
    tenant,
    ports,
  );
  return page.flatMap((place) => verifier.visit(place, held));
}

async function recordsOf(ids: readonly string[], tenant: string, { reader, digest }: AuditPorts): Promise<Page> {
  const records = await reader.records(ids);
  return new Map(records.map((record) => [record.id, recorded(asOf(tenant, record), digest)]));
}

/** A record whose tenant was changed counts as changed, even if its text was not. */
const asOf = (tenant: string, record: AuditRecord): AuditRecord =>
  record.tenant === tenant ? record : { ...record, tenant: '' };

interface TenantAnchors extends Pick<AuditReport, 'anchors' | 'anchored' | 'findings'> {
  /** By sequence number of the link. */
  readonly hashes: ReadonlyMap<number, string>;
}

async function anchorsOf(tenant: string, ports: AnchorPorts): Promise<TenantAnchors> {
  const findings: Finding[] = [];
  const hashes = new Map<number, string>();
  let [anchors, anchored]: [number, AuditReport['anchored']] = [0, undefined];
  for await (const { findings: found, anchor } of judgedAnchors(ports)) {
    findings.push(...found);
    if (!anchor) continue;
    anchors += 1;
    const head = anchor.heads.find((one) => one.tenant === tenant);
    if (!head) continue;
    hashes.set(head.seq, head.hash);
    anchored = { anchor: anchor.n, at: anchor.at, seq: head.seq };
  }
  return { findings, hashes, anchors, ...(anchored && { anchored }) };
}

async function isListed(tenant: string, reader: AuditReader): Promise<boolean> {
  for await (const listed of reader.tenants()) if (listed === tenant) return true;
  return false;
}

const UNLISTED = (tenant: string): Finding => ({
  kind: 'chain.unlisted',
  subject: tenant,
  what: 'has a chain and is not in the list of tenants that are anchored',
});
