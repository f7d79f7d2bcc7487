import type { Command } from 'commander';
import type { AuditReport } from '../../../shared/operations/audit/audit-tenant';
import type { TenantOptions } from '../options';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { foundSomething } from './found-something';
import type { Audit, OpenAudit } from './open-audit';

export function addVerify(audit: Command, openAudit: OpenAudit, terminal: Terminal): void {
  audit
    .command('verify')
    .description(
      'Names every record of a tenant that was changed, removed or inserted. Reads the whole ledger, then the records of the tenant once. Exit code 1 when there is a finding.',
    )
    .requiredOption('--tenant <tenant>', 'the tenant of the records')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      await printVerification(options, await openAudit(options), terminal);
    });
}

/** @throws CodedError `cli.audit_findings`, `cli.nothing_to_audit`; as reading the stack does */
export async function printVerification(
  { tenant, json }: Pick<TenantOptions, 'tenant' | 'json'>,
  audit: Pick<Audit, 'verify'>,
  { print }: Pick<Terminal, 'print'>,
): Promise<void> {
  const report = await audit.verify({ tenant });
  print(json ? JSON.stringify(report) : formatReport(report));
  if (report.findings.length > 0) throw foundSomething(report.findings.length);
}

function formatReport({ tenant, links, records, expired, pending, anchored, findings }: AuditReport): string {
  const gone = expired > 0 ? `, ${expired} more expired` : '';
  const young = pending > 0 ? `, ${pending} more not linked yet` : '';
  const heading = `tenant ${tenant}: ${links} links, ${records} records${gone}${young}`;
  const anchor = anchored
    ? `links up to ${anchored.seq} are anchored, by anchor ${anchored.anchor} of ${anchored.at}`
    : 'nothing is anchored yet: a principal that may write the ledger could forge all of it';
  const rows = findings.map(({ kind, subject, what }) => [kind, subject, what]);
  const verdict =
    rows.length === 0 ? 'nothing was changed, removed or inserted' : table([['FINDING', 'OF', 'WHAT'], ...rows]);
  return [heading, anchor, '', verdict].join('\n');
}
