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

/** What a turn of the largest objects, the anchor and its signature may take. */
const RESERVE_MS = 120_000;

/**
 * Archives what was recorded since the last anchor, then signs where every chain ends in the archive. What is anchored
 * is archived; so records that were not must be younger than the last anchor. Of two runs at once one anchors.
 *
 * Tenants are not registered: whoever may publish can invent more of them than one run has time for. So the queue is
 * FIFO: a tenant is reached after those that waited before it, and none that is invented since overtakes it.
 *
 * @throws CodedError `audit.archive.broken`, `audit.archive.unfinished`, after it anchored what it could
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
  // What is added to a Set during its iteration is visited last.
  for (const tenant of waiting) {
    if (remainingMs() <= RESERVE_MS) break;
    waiting.delete(tenant);
    const archived = await archiveTenant(tenant, heads.get(tenant) ?? NO_LINK, dependencies);
    if (archived.head.seq > 0) heads.set(tenant, archived.head);
    for (const { kind, subject } of archived.findings) log.error('audit_finding', { tenant, kind, subject });
    all.push(archived);
    if (!archived.finished) waiting.add(tenant);
  }
  // A lock that nobody can undo is not begun for a stack that has recorded nothing.
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

/** Those that wait; those of the last anchor, so that one that is taken out of the list is not forgotten; new ones. */
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
