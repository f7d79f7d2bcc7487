import { endpointsHealth } from '../../../../shared/operations/listing/endpoints-health';
import type { ApiRoute } from '../api-route';
import { ofQuery } from '../request/of-query';

export const listEndpointHealth: ApiRoute<'listEndpointHealth'> = async ({ tenant, query }, ports) => ({
  status: 200,
  body: await ofQuery(endpointsHealth({ ...query, tenant }, ports)),
});
