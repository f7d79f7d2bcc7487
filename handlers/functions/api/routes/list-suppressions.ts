import { objectionsOfTenant } from '../../../../shared/operations/suppressions/objections-of-tenant';
import type { ApiRoute } from '../api-route';

/** A caller of every tenant also sees what holds for all tenants. */
export const listSuppressions: ApiRoute<'listSuppressions'> = async ({ caller, tenant, query }, ports) => {
  const request = { address: query.address, tenant, withGlobal: caller.tenant === '*' };
  return { status: 200, body: { objections: await objectionsOfTenant(request, ports) } };
};
