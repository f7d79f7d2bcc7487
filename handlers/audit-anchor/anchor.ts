import {
  ANCHORS,
  type Anchor,
  anchorKey,
  anchorText,
  headsOf,
  nextAnchor,
  type SignedAnchor,
} from '../../shared/domain/audit-chain/anchor';
import type { Finding } from '../../shared/domain/audit-chain/finding';
import { NO_LINK } from '../../shared/domain/audit-chain/link';
import { CodedError } from '../../shared/domain/coded-error';
import type { AnchorSigner } from '../../shared/ports/anchor-key';
import type { AuditReader } from '../../shared/ports/audit-chain';
import type { AuditVault } from '../../shared/ports/audit-vault';
import type { Clock } from '../../shared/ports/clock';
import type { Logger } from '../../shared/ports/logger';
import { type ArchiveDependencies, type Archived, archiveTenant } from './archive-tenant';

export interface AnchorDependencies extends ArchiveDependencies {
  readonly signer: AnchorSigner;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Archives what was recorded since the last anchor, then signs where every chain ends in the archive. What is anchored
 * is archived; so records that were not must be younger than the last anchor. Of two runs at once one anchors.
 *
 * @throws CodedError `audit.archive.broken`, `audit.archive.unfinished`, after it anchored what it could
 */
export async function anchorChains(dependencies: AnchorDependencies): Promise<void> {
  const { reader, vault, clock, log } = dependencies;
  const last = await lastAnchor(vault);
  const heads = headsOf(last);
  const all: Archived[] = [];
  for await (const tenant of everyTenant(reader, heads.keys())) {
    const archived = await archiveTenant(tenant, heads.get(tenant) ?? NO_LINK, dependencies);
    if (archived.head.seq > 0) heads.set(tenant, archived.head);
    for (const { kind, subject } of archived.findings) log.error('audit_finding', { tenant, kind, subject });
    all.push(archived);
    if (!archived.finished) break;
  }
  const anchor = nextAnchor(last, heads, clock.now().toISOString());
  const isOurs = await keep(anchor, dependencies);
  const records = all.reduce((sum, archived) => sum + archived.records, 0);
  log.info('anchored', { anchor: anchor.n, tenants: heads.size, records, isOurs });
  report(all);
}

async function keep(anchor: Anchor, { signer, vault }: AnchorDependencies): Promise<boolean> {
  const signature = Buffer.from(await signer.sign(anchorText(anchor))).toString('base64');
  const signed: SignedAnchor = { anchor, key: signer.keyArn, signature };
  return vault.putOnce(anchorKey(anchor.n), JSON.stringify(signed));
}

async function lastAnchor(vault: AuditVault): Promise<Anchor | undefined> {
  let last: string | undefined;
  for await (const key of vault.list(ANCHORS)) last = key;
  const text = last === undefined ? undefined : await vault.read(last);
  return text === undefined ? undefined : (JSON.parse(text) as SignedAnchor).anchor;
}

/** Those of the last anchor too: who is taken out of the list must not be forgotten. */
async function* everyTenant(reader: AuditReader, anchored: Iterable<string>): AsyncIterable<string> {
  const left = new Set(anchored);
  for await (const tenant of reader.tenants()) {
    left.delete(tenant);
    yield tenant;
  }
  yield* left;
}

function report(all: readonly Archived[]): void {
  const findings = all.flatMap((archived): readonly Finding[] => archived.findings);
  if (findings.length > 0) throw broken(findings);
  if (all.some(({ finished }) => !finished)) throw unfinished();
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

const unfinished = (): CodedError =>
  new CodedError(
    'audit.archive.unfinished',
    'time ran out before everything was archived; what was is anchored',
    'nothing: the next run goes on; if it does not catch up, raise the memory or the schedule of audit-anchor',
  );
