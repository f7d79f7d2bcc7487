import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { type AuditPorts, type AuditReport, auditTenant } from '../../../shared/operations/audit/audit-tenant';
import type { TenantOptions } from '../options';
import { orAwsFailure } from '../stack/aws-failure';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { openAudit } from './open-audit';

/** @throws CodedError `cli.audit_findings`, `cli.nothing_to_audit`; as connecting to the stack and reading it do */
export async function verify(options: TenantOptions, terminal: Terminal): Promise<void> {
  await printVerification(options, await openAudit(options, terminal), terminal);
}

export async function printVerification(
  { tenant, json }: Pick<TenantOptions, 'tenant' | 'json'>,
  ports: AuditPorts,
  terminal: Pick<Terminal, 'print' | 'clock'>,
): Promise<void> {
  const report = await orAwsFailure(auditTenant(tenant, ports, terminal.clock.now()), `auditing tenant ${tenant}`);
  if (isEmpty(report)) throw nothingToAudit(tenant);
  terminal.print(json ? JSON.stringify(report) : formatReport(report));
  if (report.findings.length > 0) throw foundSomething(report.findings.length);
}

/** Nothing was found where there is nothing: neither a mistyped name nor a chain that went before its first anchor is well. */
const isEmpty = ({ links, records, pending, anchored, findings }: AuditReport): boolean =>
  links === 0 && records + pending === 0 && !anchored && findings.length === 0;

const nothingToAudit = (tenant: string): CodedError =>
  new CodedError(
    'cli.nothing_to_audit',
    `nothing is recorded of tenant '${tenant}', and no anchor knows it`,
    'check the name; a tenant has a chain once its first notification was accepted',
  );

export function formatReport({ tenant, links, records, expired, pending, anchored, findings }: AuditReport): string {
  const gone = expired > 0 ? `, ${expired} more expired` : '';
  const young = pending > 0 ? `, ${pending} more not linked yet` : '';
  const heading = `tenant ${tenant}: ${links} links, ${records} records${gone}${young}`;
  const anchor = anchored
    ? `links up to ${anchored.seq} are anchored, by anchor ${anchored.anchor} of ${anchored.at}`
    : 'nothing is anchored yet: whoever may write the ledger could forge all of it';
  const rows = findings.map(({ kind, subject, what }) => [kind, subject, what]);
  const verdict =
    rows.length === 0 ? 'nothing was changed, removed or inserted' : table([['FINDING', 'OF', 'WHAT'], ...rows]);
  return [heading, anchor, '', verdict].join('\n');
}

export const foundSomething = (count: number): CodedError =>
  new CodedError(
    'cli.audit_findings',
    `the audit found ${count} thing${count === 1 ? '' : 's'} that should not be`,
    'docs/runbook.md, "What an audit finds", says what each means; change nothing before you have a copy of the table',
  );
