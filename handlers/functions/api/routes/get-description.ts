import type { ApiRoute } from '../api-route';

/** Loaded when it is first asked for. `require`, because the bundler keeps a lazy file apart. */
export const getDescription: ApiRoute<'getDescription'> = async () => {
  const { description } = require('../description.lazy') as typeof import('../description.lazy');
  return { status: 200, body: description };
};
