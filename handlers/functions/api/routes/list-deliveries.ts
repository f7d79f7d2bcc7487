import { findEndpoint } from '../../../../shared/operations/endpoints/find-endpoint';
import { listDeliveriesOfEndpoint } from '../../../../shared/operations/listing/list-deliveries-of-endpoint';
import type { ApiRoute } from '../api-route';
import { ofQuery } from '../request/of-query';

export const listDeliveries: ApiRoute<'listDeliveries'> = async ({ tenant, path, query }, ports) => {
  const { id: endpoint } = await findEndpoint(tenant, path.id ?? '', ports.registry);
  return { status: 200, body: await ofQuery(listDeliveriesOfEndpoint({ ...query, tenant, endpoint }, ports)) };
};
