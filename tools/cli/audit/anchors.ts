import type { Command } from 'commander';
import type { JudgedAnchors } from '../../../shared/domain/audit-chain/anchor';
import type { GlobalOptions } from '../options';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { foundSomething } from './found-something';
import type { Audit, OpenAudit } from './open-audit';

export function addAnchors(audit: Command, openAudit: OpenAudit, terminal: Terminal): void {
  audit
    .command('anchors')
    .description('Lists the signed anchors, and verifies their signatures. Exit code 1 when there is a finding.')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await printAnchors(options, await openAudit(options), terminal);
    });
}

/** @throws CodedError `cli.audit_findings`; as reading the stack does */
export async function printAnchors(
  { json }: Pick<GlobalOptions, 'json'>,
  audit: Pick<Audit, 'anchors'>,
  { print }: Pick<Terminal, 'print'>,
): Promise<void> {
  const judged = await audit.anchors();
  print(json ? JSON.stringify(judged) : formatAnchors(judged));
  if (judged.findings.length > 0) throw foundSomething(judged.findings.length);
}

function formatAnchors({ anchors, findings }: JudgedAnchors): string {
  if (anchors.length + findings.length === 0)
    return 'there is no anchor yet: the first is made a day after the stack is applied';
  const rows = anchors.map(({ n, at, heads }) => [String(n), at, `${heads.length} tenants`, 'signature verified']);
  const bad = findings.map(({ kind, subject, what }) => [kind, subject, what]);
  return [table([['ANCHOR', 'AT', 'OF', 'SIGNED'], ...rows]), ...(bad.length > 0 ? ['', table(bad)] : [])].join('\n');
}
