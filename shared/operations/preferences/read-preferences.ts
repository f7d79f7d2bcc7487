import { categories } from '../../catalogue/categories';
import type { MailPreferenceRegistry } from '../../ports/mail-preferences';
import { readAddress } from '../suppressions/read-address';

export interface ReadPreferencesRequest {
  readonly tenant: string;
  /** One mail address, in any form that `recipients` allows. */
  readonly address: string;
}

export interface Preferences {
  /** In its canonical form. */
  readonly address: string;
  readonly tenant: string;
  /** Whether mail of a category is wanted, of every category of the catalogue. */
  readonly categories: Readonly<Record<string, boolean>>;
  /** Whether the tenant has suppressed the address: then it is mailed nothing at all. */
  readonly suppressed: boolean;
}

/**
 * What a person wants to be mailed by a tenant. Leaves out suppressions for all tenants, which another tenant's mail may have
 * caused.
 *
 * @throws CodedError `cli.address_malformed`
 */
export async function readPreferences(
  { tenant, address: given }: ReadPreferencesRequest,
  { preferences }: { readonly preferences: Pick<MailPreferenceRegistry, 'objections'> },
): Promise<Preferences> {
  const address = readAddress(given);
  const objections = await preferences.objections(address);
  const isOff = (category: string) =>
    objections.some((one) => one.kind === 'unsubscribed' && one.tenant === tenant && one.category === category);
  return {
    address,
    tenant,
    categories: Object.fromEntries(Object.keys(categories).map((category) => [category, !isOff(category)])),
    suppressed: objections.some((one) => one.kind === 'suppressed' && one.scope === tenant),
  };
}
