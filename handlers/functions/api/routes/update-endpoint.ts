import { updateEndpoint as update } from '../../../../shared/operations/endpoints/update-endpoint';
import { endpointDocument, warningTexts } from '../answer/endpoint-document';
import type { ApiRoute } from '../api-route';

export const updateEndpoint: ApiRoute<'updateEndpoint'> = async ({ tenant, path, body }, ports) => {
  const { headers, ...given } = body;
  const request = { ...given, tenant, id: path.id ?? '', ...(headers && { headers: Object.entries(headers) }) };
  const { endpoint, warnings } = await update(request, ports);
  return { status: 200, body: { endpoint: endpointDocument(endpoint), warnings: warningTexts(warnings) } };
};
