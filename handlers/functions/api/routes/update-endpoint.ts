import { endpointDocument, warningTexts } from '../answer/endpoint-document';
import type { ApiRoute } from '../api-route';
import { endpointChanges } from '../endpoint-changes';
import { formatOf } from '../request/format-of';

export const updateEndpoint: ApiRoute<'updateEndpoint'> = async ({ tenant, path, body }, ports) => {
  const { headers, format, ...given } = body;
  const request = {
    ...given,
    ...formatOf(format),
    tenant,
    id: path.id ?? '',
    ...(headers && { headers: Object.entries(headers) }),
  };
  const { endpoint, warnings } = await endpointChanges().updateEndpoint(request, ports);
  return { status: 200, body: { endpoint: endpointDocument(endpoint), warnings: warningTexts(warnings) } };
};
