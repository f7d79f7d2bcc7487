import { readPreferences } from '../../../../shared/operations/preferences/read-preferences';
import type { ApiRoute } from '../api-route';

export const getPreferences: ApiRoute<'getPreferences'> = async ({ tenant, path }, ports) => ({
  status: 200,
  body: await readPreferences({ tenant, address: path.address ?? '' }, ports),
});
