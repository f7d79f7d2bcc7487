import { removeSuppression as remove } from '../../../../shared/operations/suppressions/remove-suppression';
import type { ApiRoute } from '../api-route';

export const removeSuppression: ApiRoute<'removeSuppression'> = async ({ tenant, path }, ports) => {
  await remove({ address: path.address ?? '', tenant }, ports);
  return { status: 204 };
};
