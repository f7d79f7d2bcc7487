import { getEndpoint as get } from '../../../../shared/operations/endpoints/get-endpoint';
import { endpointDocument } from '../answer/endpoint-document';
import type { ApiRoute } from '../api-route';

export const getEndpoint: ApiRoute<'getEndpoint'> = async ({ tenant, path }, ports) => ({
  status: 200,
  body: endpointDocument(await get({ tenant, id: path.id ?? '' }, ports)),
});
