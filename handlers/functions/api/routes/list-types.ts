import type { ApiRoute } from '../api-route';

/** Loaded when it is first asked for, because the catalogue has all mail templates. */
export const listTypes: ApiRoute<'listTypes'> = async () => {
  const { typeDocuments } = require('../types.lazy') as typeof import('../types.lazy');
  return { status: 200, body: { types: typeDocuments } };
};
