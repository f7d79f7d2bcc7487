import type { Command } from 'commander';
import { type UpdateEndpointRequest, updateEndpoint } from '../../../shared/operations/endpoints/update-endpoint';
import type { VisibleEndpoint } from '../../../shared/operations/endpoints/visible-endpoint';
import { collect } from '../collect';
import { inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import type { AddOptions } from './add';
import type { Desk, OpenDesk } from './desk';
import { ENDPOINT_WORDS } from './endpoint-words';
import { givenHeaders } from './given-headers';
import { givenTypes } from './given-types';
import { example, ON_ONE, onEndpoint } from './on-endpoint';
import { endpointLines } from './show-endpoint';
import { warnOfEndpoint } from './warn-of-endpoint';

/** What is left out stays as it is. */
export interface UpdateOptions
  extends TenantOptions,
    Partial<Pick<AddOptions, 'url' | 'types' | 'header' | 'headersFile' | 'contentType' | 'verify'>> {
  /** Names. */
  readonly removeHeader?: readonly string[];
  /** A number of attempts in a second; false to take the rate away. */
  readonly rate?: string | false;
}

export function addUpdate(endpoints: Command, openDesk: OpenDesk): void {
  onEndpoint(
    endpoints,
    'update',
    'Changes what is named of an endpoint, by the checks of `add`. Its secrets, and what waits for it, stay.',
  )
    .option('--url <url>', 'where notifications are posted to from now on, those too that wait')
    .option(
      '--types <types>',
      "types that it gets from now on, in place of those that it has: 'order.*,invoice.issued'",
    )
    .option(
      '--header <header>',
      "added, or in place of the one of that name, such as 'x-shop: two'; may be repeated; no secrets: others see arguments",
      collect,
    )
    .option('--headers-file <path>', "such headers as lines of 'name: value'; - to read them from standard input")
    .option('--remove-header <name>', 'not sent any more; may be repeated', collect)
    .option('--rate <number>', 'attempts that it may get in a second, such as 10 or 0.5')
    .option('--no-rate', 'as many as there are')
    .option('--content-type <type>', 'media type of the body, such as application/cloudevents+json')
    .option('--verify [origin]', 'ask it first whether it agrees, and at which rate (default: the domain of the mail)')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<UpdateOptions>();
      await update(id, options, await openDesk(options));
    });
}

const EXAMPLES = example(
  `update ${ON_ONE} --url https://hooks.example.com/v2`,
  `update ${ON_ONE} --types 'order.*' --rate 5`,
  `update ${ON_ONE} --headers-file headers.txt --remove-header x-shop`,
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
  'cli.nothing_to_update': 'say what, such as --url or --types; `npx carillon endpoints update --help` lists all',
};

async function requestOf(id: string, options: UpdateOptions, desk: Desk): Promise<UpdateEndpointRequest> {
  const { tenant, url, types, removeHeader, rate, contentType, verify } = options;
  const given = await givenHeaders(options, desk.terminal);
  return {
    ...given,
    tenant,
    id,
    ...(url !== undefined && { url }),
    ...(types !== undefined && { types: givenTypes(types) }),
    ...(removeHeader !== undefined && { removeHeaders: removeHeader }),
    ...(rate !== undefined && { ratePerSecond: rate === false ? null : Number(rate) }),
    ...(contentType !== undefined && { contentType }),
    ...(verify !== undefined && { verifyOrigin: verify === true ? desk.origin : verify }),
  };
}

const formatUpdated = (endpoint: VisibleEndpoint): string =>
  [`updated ${endpoint.id} of tenant ${endpoint.tenant}`, ...endpointLines(endpoint)].join('\n');
