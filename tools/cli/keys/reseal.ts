import type { Command } from 'commander';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import {
  type Resealed,
  type ResealedEndpoints,
  resealEndpoints,
} from '../../../shared/operations/keys/reseal-endpoints';
import type { Desk, OpenDesk } from '../endpoints/desk';
import type { GlobalOptions } from '../options';

interface ResealOptions extends GlobalOptions {
  readonly yes?: boolean;
}

export function addReseal(keys: Command, openDesk: OpenDesk): void {
  keys
    .command('reseal')
    .description(
      'Opens the secrets and headers of every endpoint, and reseals with the newest data key what an older one sealed. Exit code 1 when something does not open.',
    )
    .option('--yes', 'reseal; without --yes, only show what would be done')
    .addHelpText('after', NOTES)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<ResealOptions>();
      await reseal(options, await openDesk(options));
    });
}

const NOTES = `
Reads the whole directory, and writes each resealed endpoint together with the version of its tenant. It needs
dynamodb:Scan, Query and UpdateItem on the directory, and kms:Decrypt with the KMS key of data keys. It is idempotent: what
the newest key sealed is left alone.`;

/** @throws CodedError as `resealEndpoints` does; `cli.reseal_incomplete` */
export async function reseal({ yes = false, json }: ResealOptions, desk: Desk): Promise<void> {
  const resealed = await resealEndpoints({ dryRun: !yes }, desk);
  desk.terminal.print(json ? jsonOf(resealed, yes) : format(resealed, yes));
  const left = resealed.endpoints.filter(isLeft);
  if (left.length > 0) throw incomplete(left.length);
}

const isLeft = ({ result }: Resealed): boolean => result === 'unreadable' || result === 'changed';

const jsonOf = ({ key, endpoints }: ResealedEndpoints, yes: boolean): string =>
  JSON.stringify({ done: yes, key: key ?? null, endpoints });

function format({ key = 'none: there is none yet', endpoints }: ResealedEndpoints, yes: boolean): string {
  const count = endpoints.filter(({ result }) => result === 'resealed').length;
  return [
    `${count} of ${endpoints.length} endpoints ${yes ? 'were' : 'would be'} sealed with data key ${key}`,
    ...endpoints.filter(isLeft).map(({ tenant, id, result }) => `  ${id} of tenant ${tenant}: ${WHY[result]}`),
    ...(yes || count === 0 ? [] : ['nothing was changed; do it with --yes']),
  ].join('\n');
}

const WHY: Readonly<Record<Resealed['result'], string>> = {
  current: '',
  resealed: '',
  unreadable: 'does not open for its URL: webhook.secret.unreadable',
  changed: 'was changed concurrently',
};

const incomplete = (count: number): CodedError =>
  new CodedError(
    'cli.reseal_incomplete',
    `${count} endpoint${count === 1 ? '' : 's'} could not be resealed`,
    'run it again for those that were changed; find out who wrote those that do not open, then remove and add them',
  );
