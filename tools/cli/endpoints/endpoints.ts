import type { Command } from 'commander';
import type { Terminal } from '../terminal';
import { addAdd } from './add';
import { type OpenDesk, openDesk } from './desk';
import { addDisable } from './disable';
import { addEnable } from './enable';
import { addHealth } from './health';
import { addList } from './list';
import { addPreview } from './preview';
import { addRemove } from './remove';
import { addRotate } from './rotate';
import { addTest } from './test';
import { addUpdate } from './update';

export function addEndpoints(program: Command, terminal: Terminal): Command {
  const endpoints = program
    .command('endpoints')
    .description('Manages the webhook endpoints of tenants.')
    .addHelpText('after', EXAMPLES);
  const open: OpenDesk = (options) => openDesk(options, terminal);
  for (const add of [
    addAdd,
    addList,
    addHealth,
    addTest,
    addPreview,
    addUpdate,
    addRotate,
    addDisable,
    addEnable,
    addRemove,
  ])
    add(endpoints, open);
  return endpoints;
}

const EXAMPLES = `
Examples:
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon
  npx carillon endpoints list --tenant demo
  npx carillon endpoints test --tenant demo ep_01m83vvae0dxk8dr745633ez6j
  npx carillon endpoints preview --tenant demo ep_01m83vvae0dxk8dr745633ez6j examples/order-shipped.json
  npx carillon endpoints update --tenant demo ep_01m83vvae0dxk8dr745633ez6j --types 'order.*'
  npx carillon endpoints rotate --tenant demo ep_01m83vvae0dxk8dr745633ez6j

A change takes effect within a minute.`;
