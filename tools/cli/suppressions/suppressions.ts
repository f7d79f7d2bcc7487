import type { Command } from 'commander';
import type { AddSuppressionOptions, ListSuppressionsOptions, RemoveSuppressionOptions } from '../options';
import type { Terminal } from '../terminal';

export function addSuppressions(program: Command, terminal: Terminal): void {
  const suppressions = program
    .command('suppressions')
    .summary('list, add and remove what keeps addresses from being mailed')
    .description('Keeps addresses that must not be mailed, and shows who has unsubscribed.')
    .addHelpText('after', EXAMPLES);
  addList(suppressions, terminal);
  addAdd(suppressions, terminal);
  addRemove(suppressions, terminal);
}

const EXAMPLES = `
Examples:
  npx carillon suppressions list --address ada@example.com
  npx carillon suppressions add ada@example.com
  npx carillon suppressions remove ada@example.com`;

function addList(suppressions: Command, terminal: Terminal): void {
  suppressions
    .command('list')
    .description(
      'Lists suppressed addresses, and who unsubscribed from what. Without an address it reads the whole table.',
    )
    .option('--address <address>', 'of this address alone')
    .addHelpText('after', '\nExample:\n  npx carillon suppressions list --address ada@example.com')
    .action(async (_: unknown, command: Command) => {
      const { listSuppressions } = require('./list-suppressions') as typeof import('./list-suppressions');
      await listSuppressions(command.optsWithGlobals<ListSuppressionsOptions>(), terminal);
    });
}

function addAdd(suppressions: Command, terminal: Terminal): void {
  suppressions
    .command('add')
    .description('Suppresses an address: for all tenants, or for one.')
    .argument('<address>', 'that must not be mailed')
    .option('--tenant <tenant>', 'for this tenant alone (default: for all)')
    .option('--reason <reason>', 'BOUNCE, COMPLAINT or MANUAL', 'MANUAL')
    .addHelpText('after', '\nExample:\n  npx carillon suppressions add ada@example.com --tenant demo')
    .action(async (address: string, _: unknown, command: Command) => {
      const { addSuppression } = require('./add-suppression') as typeof import('./add-suppression');
      await addSuppression(address, command.optsWithGlobals<AddSuppressionOptions>(), terminal);
    });
}

function addRemove(suppressions: Command, terminal: Terminal): void {
  suppressions
    .command('remove')
    .description('Lets an address be mailed again. SES keeps a list of its own for the account; see the runbook.')
    .argument('<address>', 'as `suppressions list` shows it')
    .option('--tenant <tenant>', 'the suppression of this tenant (default: the one for all)')
    .option(
      '--category <category>',
      'subscribe it again to this category of the tenant, which only its owner may ask for',
    )
    .addHelpText('after', REMOVE_EXAMPLES)
    .action(async (address: string, _: unknown, command: Command) => {
      const { removeSuppression } = require('./remove-suppression') as typeof import('./remove-suppression');
      await removeSuppression(address, command.optsWithGlobals<RemoveSuppressionOptions>(), terminal);
    });
}

const REMOVE_EXAMPLES = `
Examples:
  npx carillon suppressions remove ada@example.com
  npx carillon suppressions remove ada@example.com --tenant demo
  npx carillon suppressions remove ada@example.com --tenant demo --category digest`;
