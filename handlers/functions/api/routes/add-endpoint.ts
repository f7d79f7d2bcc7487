import { addEndpoint as add } from '../../../../shared/operations/endpoints/add-endpoint';
import { endpointDocument, warningTexts } from '../answer/endpoint-document';
import type { ApiRoute } from '../api-route';

export const addEndpoint: ApiRoute<'addEndpoint'> = async ({ tenant, body, base }, ports) => {
  const { headers = {}, tenant: _, ...given } = body;
  const { endpoint, made, warnings } = await add({ ...given, tenant, headers: Object.entries(headers) }, ports);
  return {
    status: 201,
    body: { endpoint: endpointDocument(endpoint), ...made, warnings: warningTexts(warnings) },
    headers: { location: `${base}/v1/endpoints/${endpoint.id}` },
  };
};
