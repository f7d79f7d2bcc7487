import type { Command } from 'commander';
import { type AddEndpointRequest, addEndpoint } from '../../../shared/operations/endpoints/add-endpoint';
import type { ReceiverSecret } from '../../../shared/operations/endpoints/new-secret';
import type { VisibleEndpoint } from '../../../shared/operations/endpoints/visible-endpoint';
import { collect } from '../collect';
import { exclusive } from '../exclusive';
import { inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import type { Desk, OpenDesk } from './desk';
import { ENDPOINT_WORDS } from './endpoint-words';
import { FILTER_HELP, givenFilter } from './given-filter';
import { type FormatOptions, formatOptions, givenFormat } from './given-format';
import { givenHeaders, type HeaderOptions } from './given-headers';
import { givenSecret } from './given-secret';
import { givenTypes } from './given-types';
import { endpointLines, jsonWithSecret, secretLines } from './show-endpoint';
import { warnOfEndpoint } from './warn-of-endpoint';

export interface AddOptions extends TenantOptions, HeaderOptions, FormatOptions {
  readonly url: string;
  readonly types: string;
  readonly asymmetric?: boolean;
  /** Attempts per second. */
  readonly rate?: string;
  /** JSON of a filter policy. */
  readonly filter?: string;
  readonly disabled?: boolean;
  /** The origin to ask for; `true` for that of the stack. */
  readonly verify?: string | true;
}

export function addAdd(endpoints: Command, openDesk: OpenDesk): void {
  const command = endpoints
    .command('add')
    .description(
      'Adds an endpoint. Every address of its host must be public, and one of them IPv4; the URL is https on a port that the stack allows.',
    )
    .requiredOption('--tenant <tenant>', 'the tenant whose notifications it gets')
    .requiredOption('--url <url>', 'where notifications are posted to')
    .option('--types <types>', "types that it gets, comma-separated, such as 'order.shipped', 'order.*' or '*'", '*')
    .option(
      '--secret <secret>',
      '- to read it from standard input; whsec_… or whsk_… as an argument shows in the process list (default: a new one, shown once)',
    )
    .option(
      '--asymmetric',
      'sign with a new ed25519 key: receivers get its public half, with which they cannot sign; not with --secret',
    )
    .option(
      '--header <header>',
      "sent with every request, such as 'x-shop: one'; may be repeated; not for secrets: arguments show in the process list",
      collect,
    )
    .option('--headers-file <path>', "lines such as 'authorization: Bearer …'; - to read them from standard input")
    .option('--rate <number>', 'rate limit in attempts per second, such as 10 or 0.5 (default: no limit)')
    .option('--filter <policy>', FILTER_HELP)
    .option('--disabled', 'it gets nothing until `endpoints enable`')
    .option(
      '--verify [origin]',
      'first ask it for its consent and its rate, as this origin (default: the domain of the mail)',
    )
    .addHelpText('after', EXAMPLES)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<AddOptions>();
      await add(options, await openDesk(options));
    });
  exclusive(formatOptions(command, ' (default: standard)'), 'secret', 'asymmetric');
}

const EXAMPLES = `
Examples:
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/orders --types 'order.*,invoice.issued'
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon --secret - < secret.txt
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon --headers-file headers.txt
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon --asymmetric --rate 5
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/carillon --verify
  npx carillon endpoints add --tenant demo --url https://hooks.example.com/large --types 'payment.*' \\
    --filter '{"data":{"amount":[{"numeric":[">",100]}]}}'
  npx carillon endpoints add --tenant demo --url https://hooks.slack.com/services/T0/B0/x --format slack

--verify follows CloudEvents' "HTTP 1.1 Web Hooks for Event Delivery": OPTIONS with WebHook-Request-Origin and, with
--rate, WebHook-Request-Rate; a granted rate (WebHook-Allowed-Rate, requests per minute) becomes the endpoint's rate.

On a stack of npm start the URL may be http and on loopback, such as http://127.0.0.1:9000/hooks.`;

/** @throws CodedError as `addEndpoint` and reading headers do */
export async function add(options: AddOptions, desk: Desk): Promise<void> {
  const request = await requestOf(options, desk);
  const { endpoint, made, warnings } = await inCliWords(addEndpoint(request, desk), ENDPOINT_WORDS);
  warnOfEndpoint(endpoint.tenant, warnings, desk.terminal);
  desk.terminal.print(options.json ? jsonWithSecret(endpoint, made) : formatAdded(endpoint, made));
}

async function requestOf(options: AddOptions, { terminal, origin }: Desk): Promise<AddEndpointRequest> {
  const { tenant, url, types, asymmetric = false, rate, disabled, verify } = options;
  const given = await givenHeaders(options, terminal);
  const { faults, ...filter } = givenFilter(options.filter);
  const secret = await givenSecret(options, terminal);
  return {
    ...given,
    ...filter,
    faults: [...given.faults, ...faults],
    ...(await givenFormat(options, terminal)),
    tenant,
    url,
    types: givenTypes(types),
    asymmetric,
    ...(secret !== undefined && { secret }),
    ...(rate !== undefined && { ratePerSecond: Number(rate) }),
    ...(disabled === true && { disabled: 'added so' }),
    ...(verify !== undefined && { verifyOrigin: verify === true ? origin : verify }),
  };
}

export const formatAdded = (endpoint: VisibleEndpoint, made: ReceiverSecret | undefined): string =>
  [`added ${endpoint.id} for tenant ${endpoint.tenant}`, ...endpointLines(endpoint), ...secretLines(made)].join('\n');
