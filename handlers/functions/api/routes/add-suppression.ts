import { addSuppression as add } from '../../../../shared/operations/suppressions/add-suppression';
import type { ApiRoute } from '../api-route';

export const addSuppression: ApiRoute<'addSuppression'> = async ({ tenant, body }, ports) => {
  const suppression = await add({ address: body.address, tenant, reason: 'MANUAL' }, ports);
  return { status: 201, body: { kind: 'suppressed', ...suppression } };
};
