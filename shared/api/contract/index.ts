import * as endpoints from './endpoints';
import * as lists from './lists';
import * as notifications from './notifications';
import * as recipients from './recipients';
import * as replays from './replays';
import * as service from './service';

/** Every route of the HTTP API by its id, in the order of the reference. */
export const ROUTES = { ...notifications, ...lists, ...replays, ...endpoints, ...recipients, ...service };

export type Routes = typeof ROUTES;
export type RouteId = keyof Routes;
