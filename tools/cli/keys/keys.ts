import type { Command } from 'commander';
import { type OpenDesk, openDesk } from '../endpoints/desk';
import type { Terminal } from '../terminal';
import { addList } from './list';
import { addReseal } from './reseal';
import { addRotate } from './rotate';

export function addKeys(program: Command, terminal: Terminal): Command {
  const keys = program
    .command('keys')
    .description('Manages the data keys that seal secrets of the directory and tokens of unsubscribe links.')
    .addHelpText('after', EXAMPLES);
  const open: OpenDesk = (options) => openDesk(options, terminal);
  for (const add of [addList, addRotate, addReseal]) add(keys, open);
  return keys;
}

const EXAMPLES = `
Examples:
  npx carillon keys list
  npx carillon keys rotate --purpose endpoints          # says what it would do
  npx carillon keys rotate --purpose endpoints --yes
  npx carillon keys reseal --yes                        # a minute later`;
