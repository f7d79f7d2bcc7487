import type { MailPreferenceRegistry, Objection } from '../../ports/mail-preferences';
import { readAddress } from './read-address';

export interface ObjectionsOfTenantRequest {
  /** One mail address, in any form that `recipients` allows. */
  readonly address: string;
  readonly tenant: string;
  /** Whether to include suppressions for all tenants, which another tenant's mail may have caused. */
  readonly withGlobal: boolean;
}

/**
 * Why a tenant does not mail an address.
 *
 * @throws CodedError `cli.address_malformed`
 */
export async function objectionsOfTenant(
  { address, tenant, withGlobal }: ObjectionsOfTenantRequest,
  { preferences }: { readonly preferences: Pick<MailPreferenceRegistry, 'objections'> },
): Promise<readonly Objection[]> {
  const scopes = withGlobal ? [tenant, '*'] : [tenant];
  const all = await preferences.objections(readAddress(address));
  return all.filter((objection) =>
    scopes.includes(objection.kind === 'suppressed' ? objection.scope : objection.tenant),
  );
}
