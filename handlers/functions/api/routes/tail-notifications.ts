import { tail } from '../../../../shared/operations/listing/tail';
import type { ApiRoute } from '../api-route';
import { ofQuery } from '../request/of-query';

export const tailNotifications: ApiRoute<'tailNotifications'> = async ({ tenant, query }, ports) => ({
  status: 200,
  body: await ofQuery(tail({ ...query, tenant }, ports)),
});
