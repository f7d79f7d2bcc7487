import { listEndpoints as list } from '../../../../shared/operations/endpoints/list-endpoints';
import { endpointDocument } from '../answer/endpoint-document';
import type { ApiRoute } from '../api-route';
import { ofQuery } from '../request/of-query';

export const listEndpoints: ApiRoute<'listEndpoints'> = async ({ tenant, query }, ports) => {
  const { endpoints, ...page } = await ofQuery(list({ ...query, tenant }, ports));
  const listed = endpoints.map(({ endpoint, circuit }) => endpointDocument(endpoint, circuit));
  return { status: 200, body: { endpoints: listed, ...page } };
};
