import type { Command } from 'commander';
import type { Terminal } from '../terminal';
import { addAnchors } from './anchors';
import { addErase } from './erase';
import type { OpenAudit } from './open-audit';
import { addVerify } from './verify';

export function addAudit(program: Command, terminal: Terminal): void {
  const audit = program
    .command('audit')
    .summary('verify what was recorded, list its anchors, erase an address')
    .description('Checks the record of notifications against its hash chain, archive and anchors.')
    .addHelpText('after', EXAMPLES);
  // Loaded when a command runs: it comes with the AWS SDK.
  const openAudit: OpenAudit = (options) =>
    (require('./open-audit') as typeof import('./open-audit')).openAudit(options, terminal);
  for (const add of [addVerify, addAnchors, addErase]) add(audit, openAudit, terminal);
}

const EXAMPLES = `
Examples:
  npx carillon audit verify --tenant demo
  npx carillon audit anchors
  npx carillon audit erase --address ann@example.com          # says what it would do
  npx carillon audit erase --address ann@example.com --yes`;
