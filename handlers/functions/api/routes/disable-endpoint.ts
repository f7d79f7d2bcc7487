import { disableEndpoint as disable } from '../../../../shared/operations/endpoints/disable-endpoint';
import type { ApiRoute } from '../api-route';

export const disableEndpoint: ApiRoute<'disableEndpoint'> = async ({ tenant, path, body }, ports) => {
  const { state } = await disable({ ...body, tenant, id: path.id ?? '' }, ports);
  return { status: 200, body: state };
};
