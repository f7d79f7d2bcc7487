import type { Command } from 'commander';
import type { Terminal } from '../terminal';
import { addListTenants } from './list';

export function addTenants(program: Command, terminal: Terminal): Command {
  const tenants = program.command('tenants').description('Shows the tenants of the stack.');
  addListTenants(tenants, terminal);
  return tenants;
}
