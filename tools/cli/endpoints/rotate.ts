import type { Command } from 'commander';
import {
  type RotatedEndpoint,
  type RotateEndpointRequest,
  rotateEndpoint,
} from '../../../shared/operations/endpoints/rotate-endpoint';
import { exclusive } from '../exclusive';
import { type CliWords, inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import type { Desk, OpenDesk } from './desk';
import { ENDPOINT_WORDS } from './endpoint-words';
import { givenSecret } from './given-secret';
import { example, ON_ONE, onEndpoint } from './on-endpoint';
import { parseDuration } from './parse-duration';
import { jsonWithSecret, lines, secretLines } from './show-endpoint';

export interface RotateOptions extends TenantOptions {
  readonly secret?: string;
  readonly asymmetric?: boolean;
  readonly symmetric?: boolean;
  /** Such as `24h`. */
  readonly overlap: string;
}

export function addRotate(endpoints: Command, openDesk: OpenDesk): void {
  const command = onEndpoint(
    endpoints,
    'rotate',
    'Gives an endpoint a new secret. During the overlap, requests are signed with the old one too.',
  )
    .option('--overlap <time>', 'how long the old secret signs too: 0 to 30d', '24h')
    .option(
      '--secret <secret>',
      '- to read it from standard input; whsec_… or whsk_… as an argument shows in the process list (default: a new one, shown once)',
    )
    .option('--asymmetric', 'sign with a new ed25519 key (default: the present kind)')
    .option('--symmetric', 'sign with a new secret shared with the receiver (default: the present kind)')
    .addHelpText('after', '\nAt most one of --secret, --asymmetric and --symmetric may be given.')
    .addHelpText('after', example(`rotate ${ON_ONE}`, `rotate ${ON_ONE} --overlap 7d`, `rotate ${ON_ONE} --overlap 0`))
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<RotateOptions>();
      await rotate(id, options, await openDesk(options));
    });
  exclusive(command, 'secret', 'asymmetric', 'symmetric');
}

/** @throws CodedError `cli.overlap_malformed`; as `rotateEndpoint` does */
export async function rotate(id: string, options: RotateOptions, desk: Desk): Promise<void> {
  const request = await requestOf(id, options, desk);
  const rotated = await inCliWords(rotateEndpoint(request, desk), WORDS);
  desk.terminal.print(options.json ? jsonWithSecret(rotated.endpoint, rotated.made) : formatRotated(rotated));
}

const WORDS: CliWords = {
  ...ENDPOINT_WORDS,
  'cli.too_many_secrets': ({ fix }) => ({ fix: fix.replace('an overlap of 0', '--overlap 0') }),
};

async function requestOf(id: string, options: RotateOptions, { terminal }: Desk): Promise<RotateEndpointRequest> {
  const { tenant, overlap, asymmetric, symmetric } = options;
  const overlapSeconds = parseDuration(overlap);
  const secret = await givenSecret(options, terminal);
  return {
    tenant,
    id,
    overlapSeconds,
    ...(secret !== undefined && { secret }),
    ...((asymmetric || symmetric) && { asymmetric: asymmetric === true }),
  };
}

const formatRotated = ({ endpoint: { id, tenant, secrets }, made }: RotatedEndpoint): string =>
  [
    `rotated ${id} of tenant ${tenant}`,
    ...secrets.slice(1).flatMap(({ expiresAt = '' }) => lines([['old until', expiresAt]])),
    ...secretLines(made),
  ].join('\n');
