import { listNotifications as list } from '../../../../shared/operations/listing/list-notifications';
import type { ApiRoute } from '../api-route';
import { ofQuery } from '../request/of-query';

export const listNotifications: ApiRoute<'listNotifications'> = async ({ tenant, query }, ports) => ({
  status: 200,
  body: await ofQuery(list({ ...query, tenant }, ports)),
});
