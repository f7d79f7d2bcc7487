import {
  ANCHORS,
  type Anchor,
  anchorKey,
  anchorText,
  headsOf,
  nextAnchor,
  type SignedAnchor,
} from '../../../shared/domain/audit-chain/anchor';
import type { Finding } from '../../../shared/domain/audit-chain/finding';
import { NO_LINK } from '../../../shared/domain/audit-chain/link';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { AnchorSigner } from '../../../shared/ports/anchor-key';
import type { AuditReader } from '../../../shared/ports/audit-chain';
import type { AuditVault } from '../../../shared/ports/audit-vault';
import type { Clock } from '../../../shared/ports/clock';
import type { Logger } from '../../../shared/ports/logger';
import { type ArchiveDependencies, type Archived, archiveTenant } from './archive-tenant';

export interface AnchorDependencies extends ArchiveDependencies {
  readonly signer: AnchorSigner;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Remaining time that a turn of the largest objects, the anchor and its signature may need. */
const RESERVE_MS = 120_000;

/**
 * Archives the records since the last anchor, then signs the archived heads of all chains. Everything anchored is archived,
 * so records that are not archived must be younger than the last anchor. Of two concurrent runs only one writes the anchor.
 *
 * Tenants are not registered: a producer can invent more of them than one run has time for. So the queue is FIFO: a
 * tenant that is invented later cannot overtake one that waits.
 *
 * @throws CodedError `audit.archive.broken`, `audit.archive.unfinished`, both after the anchor was written
 */
export async function anchorChains(
  dependencies: AnchorDependencies,
  { remainingMs }: { remainingMs(): number },
): Promise<void> {
  const { reader, vault, clock, log } = dependencies;
  const last = await lastAnchor(vault);
  const heads = headsOf(last?.anchor);
  const waiting = await queueOf(reader, last?.waiting ?? [], heads.keys());
  const all: Archived[] = [];
  // FIFO: a tenant that is added to the Set during the iteration is visited last.
  for (const tenant of waiting) {
    if (remainingMs() <= RESERVE_MS) break;
    waiting.delete(tenant);
    const archived = await archiveTenant(tenant, heads.get(tenant) ?? NO_LINK, dependencies);
    if (archived.head.seq > 0) heads.set(tenant, archived.head);
    for (const { kind, subject } of archived.findings) log.error('audit_finding', { tenant, kind, subject });
    all.push(archived);
    if (!archived.finished) waiting.add(tenant);
  }
  // Write no anchor for a stack without any records: its object lock could not be undone.
  if (heads.size === 0 && waiting.size === 0 && last === undefined) return;
  const anchor = nextAnchor(last?.anchor, heads, clock.now().toISOString());
  const isOurs = await keep(anchor, [...waiting], dependencies);
  const records = all.reduce((sum, archived) => sum + archived.records, 0);
  log.info('anchored', { anchor: anchor.n, tenants: heads.size, records, waiting: waiting.size, isOurs });
  report(all, waiting.size);
}

async function keep(anchor: Anchor, waiting: readonly string[], { signer, vault }: AnchorDependencies) {
  const signature = Buffer.from(await signer.sign(anchorText(anchor))).toString('base64');
  const signed: SignedAnchor = { anchor, key: signer.keyArn, signature, ...(waiting.length > 0 && { waiting }) };
  return vault.putOnce(anchorKey(anchor.n), JSON.stringify(signed));
}

async function lastAnchor(vault: AuditVault): Promise<SignedAnchor | undefined> {
  let last: string | undefined;
  for await (const key of vault.list(ANCHORS)) last = key;
  const text = last === undefined ? undefined : await vault.read(last);
  return text === undefined ? undefined : (JSON.parse(text) as SignedAnchor);
}

/** FIFO queue: waiting tenants, tenants of the last anchor (even if removed from the table's list), new tenants. */
async function queueOf(reader: AuditReader, waiting: Iterable<string>, anchored: Iterable<string>) {
  const tenants = new Set([...waiting, ...anchored]);
  for await (const tenant of reader.tenants()) tenants.add(tenant);
  return tenants;
}

function report(all: readonly Archived[], waiting: number): void {
  const findings = all.flatMap((archived): readonly Finding[] => archived.findings);
  if (findings.length > 0) throw broken(findings);
  if (waiting > 0) throw unfinished(waiting);
}

const broken = (findings: readonly Finding[]): CodedError =>
  new CodedError(
    'audit.archive.broken',
    `${findings.length} records or links were not as they were accepted: ${findings
      .slice(0, 10)
      .map(({ subject }) => subject)
      .join(', ')}`,
    'run carillon audit verify for the tenants that the log names under audit_finding',
  );

const unfinished = (waiting: number): CodedError =>
  new CodedError(
    'audit.archive.unfinished',
    `time ran out while ${waiting} tenants waited for their turn; what was archived is anchored`,
    'nothing: the next run begins with them; if their number grows from day to day, raise memory or schedule of audit-anchor',
  );
