import type { Command } from 'commander';
import type { OpenDesk } from '../endpoints/desk';
import type { Terminal } from '../terminal';
import { addList } from './list';
import { addReseal } from './reseal';
import { addRotate } from './rotate';

export function fillKeys(keys: Command, terminal: Terminal): void {
  keys
    .description('Keeps the data keys that seal what the directory keeps secret, and tokens of unsubscribe links.')
    .addHelpText('after', EXAMPLES);
  // Loaded when a command runs: it comes with the AWS SDK.
  const openDesk: OpenDesk = (options) =>
    (require('../endpoints/desk') as typeof import('../endpoints/desk')).openDesk(options, terminal);
  for (const add of [addList, addRotate, addReseal]) add(keys, openDesk);
}

const EXAMPLES = `
Examples:
  npx carillon keys list
  npx carillon keys rotate --purpose endpoints          # says what it would do
  npx carillon keys rotate --purpose endpoints --yes
  npx carillon keys reseal --yes                        # a minute later`;
