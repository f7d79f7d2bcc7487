import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { Suppression } from '../../../shared/ports/mail-preferences';
import type { AddSuppressionOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import type { Terminal } from '../terminal';
import { preferenceRegistry } from './preference-registry';
import { readAddress } from './read-address';
import { readScope } from './read-scope';

const REASONS = ['BOUNCE', 'COMPLAINT', 'MANUAL'] as const satisfies readonly Suppression['reason'][];

/** @throws CodedError `cli.address_malformed`, `cli.tenant_malformed`, `cli.reason_unknown`; as connecting to the stack and writing to its table do */
export async function addSuppression(text: string, options: AddSuppressionOptions, terminal: Terminal): Promise<void> {
  const suppression: Suppression = {
    address: readAddress(text),
    scope: readScope(options.tenant),
    reason: readReason(options.reason),
    since: terminal.clock.now().toISOString(),
  };
  const registry = preferenceRegistry(await connectStack(options.outputs, terminal));
  await registry.suppress(suppression);
  const whom = options.tenant === undefined ? 'for all tenants' : `for tenant ${options.tenant}`;
  terminal.print(options.json ? JSON.stringify(suppression) : `suppressed ${suppression.address} ${whom}`);
}

function readReason(text: string): Suppression['reason'] {
  const reason = REASONS.find((known) => known === text.toUpperCase());
  if (reason) return reason;
  throw new CodedError('cli.reason_unknown', `--reason is '${text}'`, `give one of ${REASONS.join(', ')}`);
}
