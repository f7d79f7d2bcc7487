import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { RouteId } from '../../../shared/api/contract';
import { ROUTE_TABLE } from '../../../shared/api/route-table.generated';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { gatewayResponse } from './answer/gateway-response';
import { loggedError, problemOf } from './answer/problem';
import type { ApiPorts } from './api-ports';
import type { Answer, ApiRequest, ApiRoutes } from './api-route';
import { type ClaimNames, callerOf } from './request/caller';
import { readRequest } from './request/read-request';

const ID_BY_KEY = new Map(
  Object.entries(ROUTE_TABLE).map(([id, { method, path }]) => [`${method} ${path}`, id as RouteId]),
);
/** Where routes for tokens begin; `stacks/constructs/http-api.ts` adds them. */
const TOKEN_PREFIX = /^(\w+) (\/oidc)\//;

/**
 * The Lambda handler of the HTTP API. API Gateway has authenticated the caller and found the route; its key selects the code.
 * Every failure is answered as problem details; only those that are ours are logged as errors.
 */
export function createApiHandler(routes: ApiRoutes, claims: ClaimNames, ports: ApiPorts) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { requestId } = event.requestContext;
    try {
      return gatewayResponse(await answer(event, routes, claims, ports));
    } catch (error) {
      const problem = problemOf(error, requestId);
      if (problem.status >= 500) ports.log.error('request_failed', { requestId, ...loggedError(error) });
      return gatewayResponse(problem);
    }
  };
}

async function answer(
  event: APIGatewayProxyEventV2,
  routes: ApiRoutes,
  claims: ClaimNames,
  ports: ApiPorts,
): Promise<Answer> {
  const [, , prefix = ''] = TOKEN_PREFIX.exec(event.routeKey) ?? [];
  const id = ID_BY_KEY.get(event.routeKey.replace(prefix, ''));
  if (id === undefined) throw new CodedError('api.internal', `no route ${event.routeKey}`, 'apply the stack again');
  const request = readRequest(event, { id, row: ROUTE_TABLE[id], prefix }, callerOf(event, claims));
  const route = routes[id] as (request: ApiRequest, ports: ApiPorts) => Promise<Answer>;
  const answered = await route(request, ports);
  if (ROUTE_TABLE[id].method !== 'GET') logChange(id, request, answered, ports.log);
  return answered;
}

/** Says who changed what. Paths and bodies are left out: they hold addresses and secrets. */
function logChange(
  route: RouteId,
  { caller, tenant, path, requestId }: ApiRequest,
  { status }: Answer,
  log: ApiPorts['log'],
): void {
  log.info('request_answered', {
    requestId,
    route,
    status,
    caller: caller.name,
    ...(tenant !== undefined && { tenant }),
    ...(path.id !== undefined && { id: path.id }),
  });
}
