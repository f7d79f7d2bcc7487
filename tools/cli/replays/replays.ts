import type { Command } from 'commander';
import type { Terminal } from '../terminal';
import { addShow } from './show';
import { addStop } from './stop';

export function addReplays(program: Command, terminal: Terminal): Command {
  const replays = program
    .command('replays')
    .description('Shows and stops replays of all deliveries that a filter finds.')
    .addHelpText('after', EXAMPLES);
  for (const add of [addShow, addStop]) add(replays, terminal);
  return replays;
}

const EXAMPLES = `
Examples:
  npx carillon replay --tenant demo --state failed --yes
  npx carillon replays show --tenant demo 01M83VVAE0DXK8DR745633EZ6J
  npx carillon replays stop --tenant demo 01M83VVAE0DXK8DR745633EZ6J`;
