import { version } from '../../../../package.json';
import type { ApiRoute } from '../api-route';

export const getHealth: ApiRoute<'getHealth'> = async () => ({ status: 200, body: { status: 'ok', version } });
