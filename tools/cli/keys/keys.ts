import type { Command } from 'commander';
import type { Desk } from '../endpoints/desk';
import type { GlobalOptions, ResealOptions, RotateKeyOptions } from '../options';
import type { Terminal } from '../terminal';

/** Loaded when a command runs: it comes with the AWS SDK. */
type OpenDesk = (options: GlobalOptions) => Promise<Desk>;

export function addKeys(program: Command, terminal: Terminal): void {
  const keys = program
    .command('keys')
    .summary('list and rotate data keys, and seal endpoints with the newest')
    .description('Keeps the data keys that seal what the directory keeps secret, and tokens of unsubscribe links.')
    .addHelpText('after', EXAMPLES);
  const openDesk: OpenDesk = (options) =>
    (require('../endpoints/desk') as typeof import('../endpoints/desk')).openDesk(options, terminal);
  for (const add of [addList, addRotate, addReseal]) add(keys, openDesk);
}

const EXAMPLES = `
Examples:
  npx carillon keys list
  npx carillon keys rotate --purpose endpoints          # says what it would do
  npx carillon keys rotate --purpose endpoints --yes
  npx carillon keys reseal --yes                        # a minute later`;

function addList(keys: Command, openDesk: OpenDesk): void {
  keys
    .command('list')
    .description('Lists the data keys of every purpose by number: when they were made, and which one seals.')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const { listKeys } = require('./list-keys') as typeof import('./list-keys');
      await listKeys(options, await openDesk(options));
    });
}

function addRotate(keys: Command, openDesk: OpenDesk): void {
  keys
    .command('rotate')
    .description('Adds a data key, which seals what is sealed from a minute later on. The older ones stay.')
    .requiredOption('--purpose <purpose>', 'endpoints, unsubscribe or messages')
    .option('--yes', 'do it; without, only say what would be done')
    .addHelpText('after', ROTATE_NOTES)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<RotateKeyOptions>();
      const { rotateKey } = require('./rotate-key') as typeof import('./rotate-key');
      await rotateKey(options, await openDesk(options));
    });
}

const ROTATE_NOTES = `
One call of KMS and one write of DynamoDB. It needs dynamodb:Query and PutItem on the directory, and
kms:GenerateDataKey with the KMS key of data keys. The key of addresses does not rotate: digests would change.`;

function addReseal(keys: Command, openDesk: OpenDesk): void {
  keys
    .command('reseal')
    .description(
      'Opens the secrets and headers of every endpoint, and seals what an older data key sealed with the newest. Exit code 1 when something does not open.',
    )
    .option('--yes', 'do it; without, only say what would be done')
    .addHelpText('after', RESEAL_NOTES)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<ResealOptions>();
      const { resealEndpoints } = require('./reseal-endpoints') as typeof import('./reseal-endpoints');
      await resealEndpoints(options, await openDesk(options));
    });
}

const RESEAL_NOTES = `
Reads the whole directory, and writes each endpoint that it seals again with the version of its tenant. It needs
dynamodb:Scan, Query and UpdateItem on the directory, and kms:Decrypt with the KMS key of data keys. Again is safe: what
has the newest key is left alone.`;
