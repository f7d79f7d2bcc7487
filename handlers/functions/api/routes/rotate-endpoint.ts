import { rotateEndpoint as rotate } from '../../../../shared/operations/endpoints/rotate-endpoint';
import { endpointDocument } from '../answer/endpoint-document';
import type { ApiRoute } from '../api-route';

const DAY_SECONDS = 86_400;

export const rotateEndpoint: ApiRoute<'rotateEndpoint'> = async ({ tenant, path, body }, ports) => {
  const { overlapSeconds = DAY_SECONDS, ...given } = body;
  const { endpoint, made } = await rotate({ ...given, overlapSeconds, tenant, id: path.id ?? '' }, ports);
  return { status: 200, body: { endpoint: endpointDocument(endpoint), ...made } };
};
