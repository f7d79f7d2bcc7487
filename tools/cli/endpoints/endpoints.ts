import type { Command } from 'commander';
import { collect } from '../collect';
import { exclusive } from '../exclusive';
import type { AddOptions, TenantOptions } from '../options';
import type { Terminal } from '../terminal';
import type { OpenDesk } from './desk';
import { addDisable, addEnable, addRemove, addRotate, addTest } from './endpoint-commands';
import { addUpdate } from './update-command';

/** Loaded when a command runs: it comes with the AWS SDK. */

export function addEndpoints(program: Command, terminal: Terminal): void {
  const endpoints = program
    .command('endpoints')
    .summary('add, list, test, change and remove webhook endpoints of a tenant')
    .description('Keeps the webhook endpoints of tenants.')
    .addHelpText('after', EXAMPLES);
  const openDesk: OpenDesk = (options) => (require('./desk') as typeof import('./desk')).openDesk(options, terminal);
  for (const add of [addAdd, addList, addTest, addUpdate, addRotate, addDisable, addEnable, addRemove])
    add(endpoints, openDesk);
}

const EXAMPLES = `
Examples:
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon
  npx carillon endpoints list --tenant demo
  npx carillon endpoints test --tenant demo ep_01m83vvae0dxk8dr745633ez6j
  npx carillon endpoints update --tenant demo ep_01m83vvae0dxk8dr745633ez6j --types 'order.*'
  npx carillon endpoints rotate --tenant demo ep_01m83vvae0dxk8dr745633ez6j

A change takes effect within a minute.`;

function addAdd(endpoints: Command, openDesk: OpenDesk): void {
  const add = endpoints
    .command('add')
    .description(
      'Adds an endpoint. Every address of its host must be public, and one of them IPv4; https on a port of the stack.',
    )
    .requiredOption('--tenant <tenant>', 'whose notifications it gets')
    .requiredOption('--url <url>', 'where they are posted to')
    .option('--types <types>', "types that it gets, comma-separated: 'order.shipped', 'order.*' or '*'", '*')
    .option(
      '--secret <secret>',
      '- to read it from standard input; or whsec_… or whsk_…, which others see (default: a new one, shown once)',
    )
    .option(
      '--asymmetric',
      'sign with a new ed25519 key: receivers get its public half, and cannot sign; not with --secret',
    )
    .option(
      '--header <header>',
      "sent with every request, such as 'x-shop: one'; may be repeated; no secrets: others see arguments",
      collect,
    )
    .option('--headers-file <path>', "lines such as 'authorization: Bearer …'; - to read them from standard input")
    .option('--rate <number>', 'attempts that it may get in a second, such as 10 or 0.5 (default: any number)')
    .option(
      '--content-type <type>',
      'media type of the body, such as application/cloudevents+json (default: application/json; charset=utf-8)',
    )
    .option('--disabled', 'it gets nothing until `endpoints enable`')
    .option('--verify [origin]', 'ask it first whether it agrees, and at which rate (default: the domain of the mail)')
    .addHelpText('after', ADD_EXAMPLES)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<AddOptions>();
      const { addEndpoint } = require('./add-endpoint') as typeof import('./add-endpoint');
      await addEndpoint(options, await openDesk(options));
    });
  exclusive(add, 'secret', 'asymmetric');
}

const ADD_EXAMPLES = `
Examples:
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/orders --types 'order.*,invoice.issued'
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon --secret - < secret.txt
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon --headers-file headers.txt
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon --asymmetric --rate 5
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon --verify

--verify follows CloudEvents' "HTTP 1.1 Web Hooks for Event Delivery": OPTIONS with WebHook-Request-Origin and, with
--rate, WebHook-Request-Rate; a rate that is granted (WebHook-Allowed-Rate, requests per minute) is kept.

On a stack of npm start the URL may be http and on loopback, such as http://127.0.0.1:9000/hooks.`;

function addList(endpoints: Command, openDesk: OpenDesk): void {
  endpoints
    .command('list')
    .description(
      'Lists the endpoints of a tenant, and how those fare that fail; without secrets and the values of headers.',
    )
    .requiredOption('--tenant <tenant>', 'whose endpoints')
    .addHelpText('after', '\nExample:\n  npx carillon endpoints list --tenant demo')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      const { listEndpoints } = require('./list-endpoints') as typeof import('./list-endpoints');
      await listEndpoints(options, await openDesk(options));
    });
}
