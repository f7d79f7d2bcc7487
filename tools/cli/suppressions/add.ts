import type { Command } from 'commander';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { addSuppression } from '../../../shared/operations/suppressions/add-suppression';
import type { Suppression } from '../../../shared/ports/mail-preferences';
import { inCliWords } from '../in-cli-words';
import type { GlobalOptions } from '../options';
import type { OpenDesk, SuppressionsDesk } from './desk';
import { SUPPRESSION_WORDS } from './suppression-words';

interface AddSuppressionOptions extends GlobalOptions {
  readonly tenant?: string;
  readonly reason: string;
}

export function addAdd(suppressions: Command, openDesk: OpenDesk): void {
  suppressions
    .command('add')
    .description('Suppresses an address for all tenants, or for one.')
    .argument('<address>', 'address that must not be mailed')
    .option('--tenant <tenant>', 'for this tenant alone (default: for all)')
    .option('--reason <reason>', 'BOUNCE, COMPLAINT or MANUAL', 'MANUAL')
    .addHelpText('after', '\nExample:\n  npx carillon suppressions add ada@example.com --tenant demo')
    .action(async (address: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<AddSuppressionOptions>();
      await add(address, options, openDesk(options));
    });
}

/** @throws CodedError `cli.reason_unknown`; as `addSuppression` does */
async function add(address: string, options: AddSuppressionOptions, desk: SuppressionsDesk): Promise<void> {
  const { tenant } = options;
  const request = { address, reason: readReason(options.reason), ...(tenant !== undefined && { tenant }) };
  const suppression = await inCliWords(addSuppression(request, desk), SUPPRESSION_WORDS);
  const whom = tenant === undefined ? 'for all tenants' : `for tenant ${tenant}`;
  desk.terminal.print(options.json ? JSON.stringify(suppression) : `suppressed ${suppression.address} ${whom}`);
}

const REASONS = ['BOUNCE', 'COMPLAINT', 'MANUAL'] as const satisfies readonly Suppression['reason'][];

function readReason(text: string): Suppression['reason'] {
  const reason = REASONS.find((known) => known === text.toUpperCase());
  if (reason) return reason;
  throw new CodedError('cli.reason_unknown', `--reason is '${text}'`, `give one of ${REASONS.join(', ')}`);
}
