import type { Command } from 'commander';
import type { EraseOptions, GlobalOptions, TenantOptions } from '../options';
import type { Terminal } from '../terminal';

export function addAudit(program: Command, terminal: Terminal): void {
  const audit = program
    .command('audit')
    .summary('verify what was recorded, list its anchors, erase an address')
    .description('Checks the record of notifications against its hash chain, archive and anchors.')
    .addHelpText('after', EXAMPLES);
  addVerify(audit, terminal);
  addAnchors(audit, terminal);
  addErase(audit, terminal);
}

const EXAMPLES = `
Examples:
  npx carillon audit verify --tenant demo
  npx carillon audit anchors
  npx carillon audit erase --address ann@example.com          # says what it would do
  npx carillon audit erase --address ann@example.com --yes`;

function addVerify(audit: Command, terminal: Terminal): void {
  audit
    .command('verify')
    .description(
      'Names every record of a tenant that was changed, removed or inserted. Reads its records once, then the whole ledger. Exit code 1 when there is a finding.',
    )
    .requiredOption('--tenant <tenant>', 'whose records')
    .action(async (_: unknown, command: Command) => {
      const { verify } = require('./verify') as typeof import('./verify');
      await verify(command.optsWithGlobals<TenantOptions>(), terminal);
    });
}

function addAnchors(audit: Command, terminal: Terminal): void {
  audit
    .command('anchors')
    .description('Lists the signed anchors, and verifies their signatures. Exit code 1 when there is a finding.')
    .action(async (_: unknown, command: Command) => {
      const { anchors } = require('./anchors') as typeof import('./anchors');
      await anchors(command.optsWithGlobals<GlobalOptions>(), terminal);
    });
}

function addErase(audit: Command, terminal: Terminal): void {
  audit
    .command('erase')
    .description('Replaces an address, and the name that stands with it, by a digest in everything that is recorded.')
    .requiredOption('--address <address>', 'of the person, as in recipients')
    .option('--tenant <tenant>', 'only in what is recorded of one tenant')
    .option('--yes', 'do it; without, only say what would be done')
    .addHelpText('after', KEPT)
    .action(async (_: unknown, command: Command) => {
      const { erase } = require('./erase') as typeof import('./erase');
      await erase(command.optsWithGlobals<EraseOptions>(), terminal);
    });
}

const KEPT = `
Kept on purpose: suppressions and unsubscriptions of the address, which protect it from mail.
Not reached: what a producer wrote into data or subject, which is proven as it was published; such notifications are
listed. So are those that are still being delivered, to whomever: do it again in three days. And places outside the
ledger, which the command names, with what to do about each.
What SES reports of a mail later is recorded under its address: do it once more a few days after the last mail.
Exit code 1 when a notification could not be erased.`;
