import type { Command } from 'commander';
import type { Terminal } from '../terminal';
import { addAdd } from './add';
import type { OpenDesk } from './desk';
import { addList } from './list';
import { addRemove } from './remove';

export function fillSuppressions(suppressions: Command, terminal: Terminal): void {
  suppressions
    .description('Keeps addresses that must not be mailed, and shows who has unsubscribed.')
    .addHelpText('after', EXAMPLES);
  // Loaded when a command runs: it comes with the AWS SDK.
  const openDesk: OpenDesk = (options) => (require('./desk') as typeof import('./desk')).openDesk(options, terminal);
  for (const add of [addList, addAdd, addRemove]) add(suppressions, openDesk);
}

const EXAMPLES = `
Examples:
  npx carillon suppressions list --address ada@example.com
  npx carillon suppressions add ada@example.com
  npx carillon suppressions remove ada@example.com`;
