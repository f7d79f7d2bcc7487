import type { Command } from 'commander';
import { type UpdateEndpointRequest, updateEndpoint } from '../../../shared/operations/endpoints/update-endpoint';
import type { VisibleEndpoint } from '../../../shared/operations/endpoints/visible-endpoint';
import { collect } from '../collect';
import { inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import type { AddOptions } from './add';
import type { Desk, OpenDesk } from './desk';
import { ENDPOINT_WORDS } from './endpoint-words';
import { FILTER_HELP, givenFilter } from './given-filter';
import { type FormatOptions, formatOptions, givenFormat } from './given-format';
import { givenHeaders } from './given-headers';
import { givenTypes } from './given-types';
import { example, ON_ONE, onEndpoint } from './on-endpoint';
import { endpointLines } from './show-endpoint';
import { warnOfEndpoint } from './warn-of-endpoint';

/** An option that is left out leaves its property unchanged. */
export interface UpdateOptions
  extends TenantOptions,
    Partial<Pick<AddOptions, 'url' | 'types' | 'header' | 'headersFile' | keyof FormatOptions | 'verify'>> {
  /** Names of headers. */
  readonly removeHeader?: readonly string[];
  /** Attempts per second; false removes the limit. */
  readonly rate?: string | false;
  /** JSON of a filter policy; false removes it. */
  readonly filter?: string | false;
}

export function addUpdate(endpoints: Command, openDesk: OpenDesk): void {
  const command = onEndpoint(
    endpoints,
    'update',
    'Changes the named properties of an endpoint, with the checks of `add`. Its secrets and waiting deliveries stay.',
  )
    .option('--url <url>', 'where notifications are posted to from now on, waiting ones too')
    .option('--types <types>', "types that it gets from now on, replacing the present ones: 'order.*,invoice.issued'")
    .option(
      '--header <header>',
      "header to add or replace, such as 'x-shop: two'; may be repeated; not for secrets: arguments show in the process list",
      collect,
    )
    .option(
      '--headers-file <path>',
      "headers to add or replace, as lines of 'name: value'; - to read them from standard input",
    )
    .option('--remove-header <name>', 'name of a header to remove; may be repeated', collect)
    .option('--rate <number>', 'rate limit in attempts per second, such as 10 or 0.5')
    .option('--no-rate', 'remove the rate limit')
    .option('--filter <policy>', `${FILTER_HELP}, from now on`)
    .option('--no-filter', 'remove the filter')
    .option(
      '--verify [origin]',
      'first ask it for its consent and its rate, as this origin (default: the domain of the mail)',
    )
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<UpdateOptions>();
      await update(id, options, await openDesk(options));
    });
  formatOptions(command, '');
}

const EXAMPLES = example(
  `update ${ON_ONE} --url https://hooks.example.com/v2`,
  `update ${ON_ONE} --types 'order.*' --rate 5`,
  `update ${ON_ONE} --headers-file headers.txt --remove-header x-shop`,
  `update ${ON_ONE} --format cloudevents-binary`,
);

/** @throws CodedError as `updateEndpoint` and reading headers do */
export async function update(id: string, options: UpdateOptions, desk: Desk): Promise<void> {
  const request = await requestOf(id, options, desk);
  const { endpoint, warnings } = await inCliWords(updateEndpoint(request, desk), WORDS);
  warnOfEndpoint(endpoint.tenant, warnings, desk.terminal);
  desk.terminal.print(options.json ? JSON.stringify(endpoint) : formatUpdated(endpoint));
}

const WORDS = {
  ...ENDPOINT_WORDS,
  'cli.nothing_to_update':
    'give at least one option, such as --url or --types; `npx carillon endpoints update --help` lists them',
};

async function requestOf(id: string, options: UpdateOptions, desk: Desk): Promise<UpdateEndpointRequest> {
  const { tenant, url, types, removeHeader, rate, verify } = options;
  const given = await givenHeaders(options, desk.terminal);
  const { faults, ...filter } = givenFilter(options.filter);
  return {
    ...given,
    ...filter,
    faults: [...given.faults, ...faults],
    ...(await givenFormat(options, desk.terminal)),
    tenant,
    id,
    ...(url !== undefined && { url }),
    ...(types !== undefined && { types: givenTypes(types) }),
    ...(removeHeader !== undefined && { removeHeaders: removeHeader }),
    ...(rate !== undefined && { ratePerSecond: rate === false ? null : Number(rate) }),
    ...(options.filter === false && { filter: null }),
    ...(verify !== undefined && { verifyOrigin: verify === true ? desk.origin : verify }),
  };
}

const formatUpdated = (endpoint: VisibleEndpoint): string =>
  [`updated ${endpoint.id} of tenant ${endpoint.tenant}`, ...endpointLines(endpoint)].join('\n');
