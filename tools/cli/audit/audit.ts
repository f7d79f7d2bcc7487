import type { Command } from 'commander';
import type { Terminal } from '../terminal';
import { addAnchors } from './anchors';
import { addErase } from './erase';
import { type OpenAudit, openAudit } from './open-audit';
import { addVerify } from './verify';

export function addAudit(program: Command, terminal: Terminal): Command {
  const audit = program
    .command('audit')
    .description('Verifies the record of notifications against its hash chain, archive and anchors.')
    .addHelpText('after', EXAMPLES);
  const open: OpenAudit = (options) => openAudit(options, terminal);
  for (const add of [addVerify, addAnchors, addErase]) add(audit, open, terminal);
  return audit;
}

const EXAMPLES = `
Examples:
  npx carillon audit verify --tenant demo
  npx carillon audit anchors
  npx carillon audit erase --address ann@example.com          # only shows what it would do
  npx carillon audit erase --address ann@example.com --yes`;
