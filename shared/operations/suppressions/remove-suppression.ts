import { CodedError } from '../../domain/kit/errors/coded-error';
import type { MailPreferenceRegistry } from '../../ports/mail-preferences';
import { readAddress } from './read-address';
import { readScope } from './read-scope';

export interface RemoveSuppressionRequest {
  /** One mail address, in any form that `recipients` allows. */
  readonly address: string;
  /** @default the suppression for all tenants */
  readonly tenant?: string;
  /** Remove the unsubscription from this category of the tenant. @default remove the suppression */
  readonly category?: string;
}

export interface RemoveSuppressionPorts {
  readonly preferences: Pick<MailPreferenceRegistry, 'lift' | 'resubscribe'>;
}

/**
 * Removes the suppression or unsubscription of an address, so that it is mailed again.
 *
 * @returns the address in its canonical form
 * @throws CodedError `cli.address_malformed`, `cli.tenant_malformed`, `cli.category_without_tenant`,
 * `cli.unknown_suppression`
 */
export async function removeSuppression(
  request: RemoveSuppressionRequest,
  { preferences }: RemoveSuppressionPorts,
): Promise<string> {
  const address = readAddress(request.address);
  const { tenant, category } = request;
  const scope = readScope(tenant);
  if (category !== undefined && tenant === undefined) throw withoutTenant();
  const removed =
    category === undefined || tenant === undefined
      ? await preferences.lift(address, scope)
      : await preferences.resubscribe(address, tenant, category);
  if (!removed) throw unknownSuppression(address);
  return address;
}

const withoutTenant = (): CodedError =>
  new CodedError('cli.category_without_tenant', 'a category is given without a tenant', 'name the tenant too');

const unknownSuppression = (address: string): CodedError =>
  new CodedError(
    'cli.unknown_suppression',
    `there is no such suppression of ${address}`,
    'take one of the list of the address, with its tenant and category',
  );
