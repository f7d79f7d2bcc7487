import { endpointDocument, warningTexts } from '../answer/endpoint-document';
import type { ApiRoute } from '../api-route';
import { endpointChanges } from '../endpoint-changes';
import { formatOf } from '../request/format-of';

export const addEndpoint: ApiRoute<'addEndpoint'> = async ({ tenant, body, base }, ports) => {
  const { headers = {}, tenant: _, format, ...given } = body;
  const { endpoint, made, warnings } = await endpointChanges().addEndpoint(
    { ...given, ...formatOf(format), tenant, headers: Object.entries(headers) },
    ports,
  );
  return {
    status: 201,
    body: { endpoint: endpointDocument(endpoint), ...made, warnings: warningTexts(warnings) },
    headers: { location: `${base}/v1/endpoints/${endpoint.id}` },
  };
};
