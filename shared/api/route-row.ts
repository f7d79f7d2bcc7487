import type { RouteDefinition } from './contract/define-route';

/** What the stack and the function know of a route. */
export interface RouteRow extends Pick<RouteDefinition, 'method' | 'path' | 'roles' | 'throttle' | 'media'> {
  readonly tenant: NonNullable<RouteDefinition['tenant']>;
}
