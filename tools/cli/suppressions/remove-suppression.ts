import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { RemoveSuppressionOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import type { Terminal } from '../terminal';
import { preferenceRegistry } from './preference-registry';
import { readAddress } from './read-address';
import { readScope } from './read-scope';

/**
 * @throws CodedError `cli.address_malformed`, `cli.tenant_malformed`, `cli.category_without_tenant`,
 * `cli.unknown_suppression`; as connecting to the stack and writing to its table do
 */
export async function removeSuppression(
  text: string,
  options: RemoveSuppressionOptions,
  terminal: Terminal,
): Promise<void> {
  const address = readAddress(text);
  const { tenant, category, json } = options;
  const scope = readScope(tenant);
  if (category !== undefined && tenant === undefined) throw withoutTenant();
  const registry = preferenceRegistry(await connectStack(options.outputs, terminal));
  const removed =
    category === undefined || tenant === undefined
      ? await registry.lift(address, scope)
      : await registry.resubscribe(address, tenant, category);
  if (!removed) throw unknownSuppression(address);
  const what = category === undefined ? 'the suppression' : `the unsubscription from ${category}`;
  const whose = tenant === undefined ? 'for all tenants' : `for tenant ${tenant}`;
  terminal.print(
    json ? JSON.stringify({ address, tenant, category, removed }) : `removed ${what} of ${address} ${whose}`,
  );
}

const withoutTenant = (): CodedError =>
  new CodedError('cli.category_without_tenant', '--category is given without --tenant', 'name the tenant too');

const unknownSuppression = (address: string): CodedError =>
  new CodedError(
    'cli.unknown_suppression',
    `there is no such suppression of ${address}`,
    'take one that `npx carillon suppressions list --address <address>` shows, with its tenant and category',
  );
