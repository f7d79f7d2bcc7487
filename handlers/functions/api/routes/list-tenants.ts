import { listTenants as list } from '../../../../shared/operations/listing/list-tenants';
import type { ApiRoute } from '../api-route';
import { ofQuery } from '../request/of-query';

/** A caller of one tenant is not told of others. */
export const listTenants: ApiRoute<'listTenants'> = async ({ caller: { tenant }, query }, ports) => ({
  status: 200,
  body: tenant === '*' ? await ofQuery(list(query, ports)) : { tenants: tenant === undefined ? [] : [tenant] },
});
