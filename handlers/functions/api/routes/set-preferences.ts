import { changePreferences } from '../../../../shared/operations/preferences/change-preferences';
import type { ApiRoute } from '../api-route';

export const setPreferences: ApiRoute<'setPreferences'> = async ({ tenant, path, body }, ports) => ({
  status: 200,
  body: await changePreferences({ tenant, address: path.address ?? '', categories: body.categories }, ports),
});
