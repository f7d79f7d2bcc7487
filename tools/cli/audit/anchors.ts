import type { JudgedAnchors } from '../../../shared/domain/audit-chain/anchor';
import { type AuditPorts, readAnchors } from '../../../shared/operations/audit/audit-tenant';
import type { GlobalOptions } from '../options';
import { orAwsFailure } from '../stack/aws-failure';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { openAudit } from './open-audit';
import { foundSomething } from './verify';

/** @throws CodedError `cli.audit_findings`; as connecting to the stack and reading it do */
export async function anchors(options: GlobalOptions, terminal: Terminal): Promise<void> {
  await printAnchors(options, await openAudit(options, terminal), terminal);
}

export async function printAnchors(
  { json }: Pick<GlobalOptions, 'json'>,
  ports: Pick<AuditPorts, 'vault' | 'key'>,
  { print }: Pick<Terminal, 'print'>,
): Promise<void> {
  const judged = await orAwsFailure(readAnchors(ports), 'reading the anchors');
  print(json ? JSON.stringify(judged) : formatAnchors(judged));
  if (judged.findings.length > 0) throw foundSomething(judged.findings.length);
}

function formatAnchors({ anchors, findings }: JudgedAnchors): string {
  if (anchors.length + findings.length === 0)
    return 'there is no anchor yet: the first is made a day after the stack was applied';
  const rows = anchors.map(({ n, at, heads }) => [String(n), at, `${heads.length} tenants`, 'signature verified']);
  const bad = findings.map(({ kind, subject, what }) => [kind, subject, what]);
  return [table([['ANCHOR', 'AT', 'OF', 'SIGNED'], ...rows]), ...(bad.length > 0 ? ['', table(bad)] : [])].join('\n');
}
