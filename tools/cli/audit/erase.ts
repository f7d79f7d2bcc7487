import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { type ErasurePorts, type ErasureReport, eraseAddress } from '../../../shared/operations/audit/erase-address';
import type { ErasureFailure } from '../../../shared/ports/erasure';
import type { EraseOptions } from '../options';
import { orAwsFailure } from '../stack/aws-failure';
import { readAddress } from '../suppressions/read-address';
import { unrecordedTenant } from '../tenants/unknown-tenant';
import type { Terminal } from '../terminal';
import { formatNotReached, NOT_REACHED } from './not-reached';
import { openAudit } from './open-audit';

/** @throws CodedError `cli.address_malformed`, `cli.unknown_tenant`, `cli.erasure_incomplete`; as connecting to the stack, reading and writing it do */
export async function erase(options: EraseOptions, terminal: Terminal): Promise<void> {
  const address = readAddress(options.address);
  await printErasure(options, address, await openAudit(options, terminal), terminal);
}

export async function printErasure(
  { tenant, yes = false, json }: Pick<EraseOptions, 'tenant' | 'yes' | 'json'>,
  address: string,
  ports: ErasurePorts,
  { print }: Pick<Terminal, 'print'>,
): Promise<void> {
  const what = { address, dryRun: !yes, ...(tenant !== undefined && { tenant }) };
  const report = await orAwsFailure(eraseAddress(what, ports), yes ? 'erasing' : 'looking for the address');
  if (tenant !== undefined && report.searched === 0) throw unrecordedTenant(tenant);
  print(json ? JSON.stringify({ done: yes, ...report, notReached: NOT_REACHED }) : formatErasure(report, yes));
  if (report.failed.length > 0) throw incomplete(report.failed.length);
}

function formatErasure(
  { notifications, deliveries, open, mentioned, failed, preferences }: ErasureReport,
  done: boolean,
): string {
  const verb = done ? 'erased from' : 'would be erased from';
  return [
    `${verb} ${notifications.length} notifications and ${deliveries} deliveries and attempts, which ${done ? 'have' : 'would have'} a digest in its place`,
    ...list(open, 'still being delivered, nothing changed; they are over within three days, do it again then:'),
    ...list(mentioned, 'name it where it stays: in data or subject, proven as published, or in a note or an attempt:'),
    ...list(failed.map(formatFailure), 'could not be erased, or in part:'),
    `kept: ${preferences} suppressions and unsubscriptions, which protect the address from mail`,
    ...formatNotReached(),
    ...(done ? [] : ['nothing was changed; do it with --yes']),
  ].join('\n');
}

const list = (ids: readonly string[], what: string): string[] =>
  ids.length === 0 ? [] : [`${ids.length} ${what}`, ...ids.map((id) => `  ${id}`)];

const formatFailure = ({ id, reason }: ErasureReport['failed'][number]): string => `${id}: ${WHY[reason]}`;

const WHY: Readonly<Record<ErasureFailure, string>> = {
  unreadable: 'one of its items holds a value that cannot be read',
  changed: 'was changed by somebody else meanwhile',
  refused: 'the table refused a rewritten item: it is too large by now, or the table is throttled',
};

const incomplete = (count: number): CodedError =>
  new CodedError(
    'cli.erasure_incomplete',
    `${count} notification${count === 1 ? '' : 's'} could not be erased, or in part`,
    'do it again, it goes on where it ended; docs/runbook.md, "Erase an address", has the rest',
  );
