import type { Command } from 'commander';
import { SEALS_AFTER_SECONDS } from '../../../shared/domain/sealing/numbered-keys';
import { type RotatedKey, rotateKey } from '../../../shared/operations/keys/rotate-key';
import type { Desk, OpenDesk } from '../endpoints/desk';
import type { GlobalOptions } from '../options';

interface RotateKeyOptions extends GlobalOptions {
  readonly purpose: string;
  readonly yes?: boolean;
}

export function addRotate(keys: Command, openDesk: OpenDesk): void {
  keys
    .command('rotate')
    .description('Adds a data key, which seals from a minute later on. Older keys stay, to open what they sealed.')
    .requiredOption('--purpose <purpose>', 'endpoints, unsubscribe or messages')
    .option('--yes', 'make the key; without --yes, only show what would be done')
    .addHelpText('after', NOTES)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<RotateKeyOptions>();
      await rotate(options, await openDesk(options));
    });
}

const NOTES = `
Makes one KMS call and one DynamoDB write. It needs dynamodb:Query and PutItem on the directory, and
kms:GenerateDataKey with the KMS key of data keys. The key of addresses does not rotate, because its digests would change.`;

/** @throws CodedError as `rotateKey` does */
export async function rotate({ purpose, yes = false, json }: RotateKeyOptions, desk: Desk): Promise<void> {
  const rotated = await rotateKey({ purpose, dryRun: !yes }, desk);
  desk.terminal.print(json ? JSON.stringify({ rotated: yes, ...rotated }) : format(rotated));
}

function format({ purpose, id, older, sealsFrom }: RotatedKey): string {
  const stays = older.length === 0 ? [] : [`stays, to open what it sealed: ${older.join(', ')}`];
  const planned = `would make data key ${id} of ${purpose}, which seals from ${SEALS_AFTER_SECONDS} seconds later on`;
  if (sealsFrom === undefined) return [planned, ...stays, 'nothing was changed; do it with --yes'].join('\n');
  const made = `made data key ${id} of ${purpose}, which seals from ${sealsFrom} on; functions use it within five minutes of that`;
  const reseal = 'then reseal the endpoints with it: npx carillon keys reseal --yes';
  return [made, ...stays, ...(purpose === 'endpoints' && older.length > 0 ? [reseal] : [])].join('\n');
}
