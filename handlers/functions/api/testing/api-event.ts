import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { RouteId } from '../../../../shared/api/contract';
import type { RouteRow } from '../../../../shared/api/route-row';
import { ROUTE_TABLE } from '../../../../shared/api/route-table.generated';

export const ROUTE_IDS = Object.keys(ROUTE_TABLE) as RouteId[];
export const rowOf = (id: RouteId): RouteRow => ROUTE_TABLE[id];
export const hasBody = (id: RouteId): boolean => ['POST', 'PUT', 'PATCH'].includes(rowOf(id).method);

/** A request as a client writes it. */
export interface Call {
  readonly route: RouteId;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>> | string;
  /** A text is sent as it is, another value as JSON. @default none */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Claims of a token. @default the request is signed with AWS credentials */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Claims as API Gateway passes them on: texts. */
export const claimsOf = (tenant: string, ...roles: readonly string[]) => ({
  sub: 'someone',
  tenant,
  role: `[${roles.join(' ')}]`,
});

const IAM = { iam: { userArn: 'arn:aws:iam::000000000000:user/producer' } };

/**
 * The event that API Gateway makes of a call (payload format 2.0).
 *
 * @param change replaces members
 */
export function apiEvent(call: Call, change: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 {
  const { route, path = {}, query = '', body, headers = {}, claims } = call;
  const row = rowOf(route);
  const prefix = claims === undefined || row.roles === 'everyone' ? '' : '/oidc';
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return {
    version: '2.0',
    routeKey: `${row.method} ${prefix}${row.path}`,
    rawPath: prefix + row.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? '')),
    rawQueryString: typeof query === 'string' ? query : String(new URLSearchParams(query)),
    headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers },
    pathParameters: path,
    isBase64Encoded: false,
    ...(text !== undefined && { body: text }),
    requestContext: {
      requestId: 'request-1',
      domainName: 'api.example.com',
      ...(row.roles !== 'everyone' && { authorizer: claims === undefined ? IAM : { jwt: { claims, scopes: null } } }),
    },
    ...change,
  } as unknown as APIGatewayProxyEventV2;
}
