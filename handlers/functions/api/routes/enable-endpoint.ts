import { enableEndpoint as enable } from '../../../../shared/operations/endpoints/enable-endpoint';
import type { ApiRoute } from '../api-route';

export const enableEndpoint: ApiRoute<'enableEndpoint'> = async ({ tenant, path }, ports) => ({
  status: 200,
  body: await enable({ tenant, id: path.id ?? '' }, ports),
});
