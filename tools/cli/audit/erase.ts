import type { Command } from 'commander';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { ErasureReport } from '../../../shared/operations/audit/erase-address';
import { readAddress } from '../../../shared/operations/suppressions/read-address';
import type { ErasureFailure } from '../../../shared/ports/erasure';
import { type CliWords, inCliWords } from '../in-cli-words';
import type { GlobalOptions } from '../options';
import type { Terminal } from '../terminal';
import { NOT_REACHED, RUNBOOK_SECTION } from './not-reached';
import type { Audit, OpenAudit } from './open-audit';

interface EraseOptions extends GlobalOptions {
  readonly address: string;
  readonly tenant?: string;
  readonly yes?: boolean;
}

export function addErase(audit: Command, openAudit: OpenAudit, terminal: Terminal): void {
  audit
    .command('erase')
    .description('Replaces an address, and the name that is recorded with it, by a digest in all records.')
    .requiredOption('--address <address>', 'address of the person, as in recipients')
    .option('--tenant <tenant>', 'only in records of this tenant')
    .option('--yes', 'erase; without --yes, only show what would be done, with the ids of the notifications')
    .addHelpText('after', KEPT)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<EraseOptions>();
      const address = readAddress(options.address);
      await printErasure(options, address, await openAudit(options), terminal);
    });
}

const KEPT = `
Kept on purpose: suppressions and unsubscriptions of the address, which protect it from mail.
Not reached: what a producer wrote into data or subject, which the hash chain proves as published; such notifications
are listed. So are notifications that are still being delivered: run the command again in three days. Places outside the
ledger are named, with what to do about each.
What SES reports later is recorded under the address of the mail: run it once more a few days after the last mail.
Exit code 1 when a notification could not be erased.`;

/** @throws CodedError `cli.unknown_tenant`, `cli.erasure_incomplete`; as reading and writing the stack do */
export async function printErasure(
  { tenant, yes = false, json }: Pick<EraseOptions, 'tenant' | 'yes' | 'json'>,
  address: string,
  audit: Pick<Audit, 'erase'>,
  { print }: Pick<Terminal, 'print'>,
): Promise<void> {
  const request = { address, dryRun: !yes, ...(tenant !== undefined && { tenant }) };
  const report = await inCliWords(audit.erase(request), WORDS);
  print(json ? JSON.stringify({ done: yes, ...report, notReached: NOT_REACHED }) : formatErasure(report, yes));
  if (report.failed.length > 0) throw incomplete(report.failed.length);
}

const WORDS: CliWords = {
  'cli.unknown_tenant': ({ fix }) => ({ fix: `${fix}; for another stack add --outputs` }),
};

function formatErasure(
  { notifications, deliveries, open, mentioned, failed, preferences }: ErasureReport,
  done: boolean,
): string {
  const verb = done ? 'erased from' : 'would be erased from';
  return [
    `${verb} ${notifications.length} notifications and ${deliveries} deliveries and attempts, which ${done ? 'have' : 'would have'} a digest in its place`,
    ...(done ? [] : firstOf(notifications)),
    ...list(open, 'still being delivered, not changed; they end within three days, run this again then:'),
    ...list(mentioned, 'still have it, in data or subject (proven as published), in a note or in an attempt:'),
    ...list(failed.map(formatFailure), 'could not be erased, or only in part:'),
    `kept: ${preferences} suppressions and unsubscriptions, which protect the address from mail`,
    ...formatNotReached(),
    ...(done ? [] : ['nothing was changed; do it with --yes']),
  ].join('\n');
}

/** Most ids of notifications that a dry run prints. */
const MAX_LISTED = 20;

const firstOf = (ids: readonly string[]): string[] => {
  const left = ids.length - MAX_LISTED;
  const listed = ids.slice(0, MAX_LISTED).map((id) => `  ${id}`);
  return left > 0 ? [...listed, `  and ${left} more; --json lists all of them`] : listed;
};

export const formatNotReached = (): string[] => [
  `not reached, and yours to do (docs/runbook.md, "${RUNBOOK_SECTION}"):`,
  ...NOT_REACHED.map(({ place, until, todo }) => `  ${place} (${until}): ${todo}`),
];

const list = (ids: readonly string[], what: string): string[] =>
  ids.length === 0 ? [] : [`${ids.length} ${what}`, ...ids.map((id) => `  ${id}`)];

const formatFailure = ({ id, reason }: ErasureReport['failed'][number]): string => `${id}: ${WHY[reason]}`;

const WHY: Readonly<Record<ErasureFailure, string>> = {
  unreadable: 'one of its items holds a value that cannot be read',
  changed: 'was changed concurrently',
  refused: 'the table refused a rewritten item: it is too large by now, or the table is throttled',
};

const incomplete = (count: number): CodedError =>
  new CodedError(
    'cli.erasure_incomplete',
    `${count} notification${count === 1 ? '' : 's'} could not be erased, or only in part`,
    'run it again, it continues where it stopped; docs/runbook.md, "Erase an address", has the rest',
  );
