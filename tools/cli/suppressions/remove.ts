import type { Command } from 'commander';
import { removeSuppression } from '../../../shared/operations/suppressions/remove-suppression';
import { inCliWords } from '../in-cli-words';
import type { GlobalOptions } from '../options';
import type { OpenDesk, SuppressionsDesk } from './desk';
import { SUPPRESSION_WORDS } from './suppression-words';

interface RemoveSuppressionOptions extends GlobalOptions {
  readonly tenant?: string;
  readonly category?: string;
}

export function addRemove(suppressions: Command, openDesk: OpenDesk): void {
  suppressions
    .command('remove')
    .description(
      'Lets an address be mailed again. The suppression list of SES for the account is separate: see docs/runbook.md.',
    )
    .argument('<address>', 'address, as `suppressions list` shows it')
    .option('--tenant <tenant>', 'the suppression of this tenant (default: the one for all)')
    .option(
      '--category <category>',
      'subscribe the address again to this category of the tenant, if its owner asks for it',
    )
    .addHelpText('after', EXAMPLES)
    .action(async (address: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<RemoveSuppressionOptions>();
      await remove(address, options, openDesk(options));
    });
}

const EXAMPLES = `
Examples:
  npx carillon suppressions remove ada@example.com
  npx carillon suppressions remove ada@example.com --tenant demo
  npx carillon suppressions remove ada@example.com --tenant demo --category digest`;

/** @throws CodedError as `removeSuppression` does */
async function remove(text: string, options: RemoveSuppressionOptions, desk: SuppressionsDesk): Promise<void> {
  const { tenant, category, json } = options;
  const request = {
    address: text,
    ...(tenant !== undefined && { tenant }),
    ...(category !== undefined && { category }),
  };
  const address = await inCliWords(removeSuppression(request, desk), SUPPRESSION_WORDS);
  const what = category === undefined ? 'the suppression' : `the unsubscription from ${category}`;
  const whose = tenant === undefined ? 'for all tenants' : `for tenant ${tenant}`;
  desk.terminal.print(
    json ? JSON.stringify({ address, tenant, category, removed: true }) : `removed ${what} of ${address} ${whose}`,
  );
}
