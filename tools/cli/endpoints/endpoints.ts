import type { Command } from 'commander';
import type { AddOptions, TenantOptions } from '../options';
import type { Terminal } from '../terminal';

export function addEndpoints(program: Command, terminal: Terminal): void {
  const endpoints = program
    .command('endpoints')
    .summary('add, list and remove webhook endpoints of a tenant')
    .description('Keeps the webhook endpoints of tenants.')
    .addHelpText('after', EXAMPLES);
  addAdd(endpoints, terminal);
  addList(endpoints, terminal);
  addRemove(endpoints, terminal);
}

const EXAMPLES = `
Examples:
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon
  npx carillon endpoints list --tenant demo
  npx carillon endpoints remove --tenant demo ep_01m83vvae0dxk8dr745633ez6j`;

function addAdd(endpoints: Command, terminal: Terminal): void {
  endpoints
    .command('add')
    .description('Adds an endpoint. The URL, and every address of its host, must be public; https on port 443.')
    .requiredOption('--tenant <tenant>', 'whose notifications it gets')
    .requiredOption('--url <url>', 'where they are posted to')
    .option('--types <types>', "types that it gets, comma-separated: 'order.shipped', 'order.*' or '*'", '*')
    .option(
      '--secret <secret>',
      'whsec_… or whsk_…, or - to read it from standard input (default: a new one, shown once)',
    )
    .option('--asymmetric', 'sign with a new ed25519 key: receivers get its public half, and cannot sign')
    .option('--header <header>', "sent with every request, such as 'authorization: Bearer …'; may be repeated", collect)
    .option('--rate <number>', 'attempts that it may get in a second, such as 10 or 0.5 (default: any number)')
    .option('--disabled', 'it gets nothing until `endpoints enable`')
    .addHelpText('after', ADD_EXAMPLES)
    .action(async (_: unknown, command: Command) => {
      const { addEndpoint } = require('./add-endpoint') as typeof import('./add-endpoint');
      await addEndpoint(command.optsWithGlobals<AddOptions>(), terminal);
    });
}

const collect = (value: string, others: readonly string[] = []): readonly string[] => [...others, value];

const ADD_EXAMPLES = `
Examples:
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/orders --types 'order.*,invoice.created'
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon --secret - < secret.txt
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon --asymmetric --rate 5

On a stack of npm start the URL may be http and on loopback, such as http://127.0.0.1:9000/hooks.`;

function addList(endpoints: Command, terminal: Terminal): void {
  endpoints
    .command('list')
    .description('Lists the endpoints of a tenant, without their secrets.')
    .requiredOption('--tenant <tenant>', 'whose endpoints')
    .addHelpText('after', '\nExample:\n  npx carillon endpoints list --tenant demo')
    .action(async (_: unknown, command: Command) => {
      const { listEndpoints } = require('./list-endpoints') as typeof import('./list-endpoints');
      await listEndpoints(command.optsWithGlobals<TenantOptions>(), terminal);
    });
}

function addRemove(endpoints: Command, terminal: Terminal): void {
  endpoints
    .command('remove')
    .description('Removes an endpoint. Deliveries that wait for another attempt are suppressed.')
    .argument('<id>', 'of the endpoint, as `endpoints list` shows it')
    .requiredOption('--tenant <tenant>', 'whose endpoint')
    .addHelpText('after', '\nExample:\n  npx carillon endpoints remove --tenant demo ep_01m83vvae0dxk8dr745633ez6j')
    .action(async (id: string, _: unknown, command: Command) => {
      const { removeEndpoint } = require('./remove-endpoint') as typeof import('./remove-endpoint');
      await removeEndpoint(id, command.optsWithGlobals<TenantOptions>(), terminal);
    });
}
