import { removeEndpoint as remove } from '../../../../shared/operations/endpoints/remove-endpoint';
import type { ApiRoute } from '../api-route';

export const removeEndpoint: ApiRoute<'removeEndpoint'> = async ({ tenant, path }, ports) => {
  await remove({ tenant, id: path.id ?? '' }, ports);
  return { status: 204 };
};
