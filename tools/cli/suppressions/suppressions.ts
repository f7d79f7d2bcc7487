import type { Command } from 'commander';
import type { Terminal } from '../terminal';
import { addAdd } from './add';
import { type OpenDesk, openDesk } from './desk';
import { addList } from './list';
import { addRemove } from './remove';

export function addSuppressions(program: Command, terminal: Terminal): Command {
  const suppressions = program
    .command('suppressions')
    .description('Manages addresses that must not be mailed, and shows who has unsubscribed.')
    .addHelpText('after', EXAMPLES);
  const open: OpenDesk = (options) => openDesk(options, terminal);
  for (const add of [addList, addAdd, addRemove]) add(suppressions, open);
  return suppressions;
}

const EXAMPLES = `
Examples:
  npx carillon suppressions list --address ada@example.com
  npx carillon suppressions add ada@example.com
  npx carillon suppressions remove ada@example.com`;
