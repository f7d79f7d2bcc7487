import { listEndpoints as list } from '../../../../shared/operations/endpoints/list-endpoints';
import { endpointDocument } from '../answer/endpoint-document';
import type { ApiRoute } from '../api-route';

export const listEndpoints: ApiRoute<'listEndpoints'> = async ({ tenant }, ports) => {
  const listed = await list({ tenant }, ports);
  return {
    status: 200,
    body: { endpoints: listed.map(({ endpoint, circuit }) => endpointDocument(endpoint, circuit)) },
  };
};
