import type { FunctionManifest } from '../../../shared/domain/manifest/function-manifest';
import { add, set } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';
import type { RouteBody } from './terraform-json';

const API = 'aws_apigatewayv2_api';
const AUTHORIZER = 'aws_apigatewayv2_authorizer';
const INTEGRATION = 'aws_apigatewayv2_integration';
const ROUTE = 'aws_apigatewayv2_route';
const STAGE = 'aws_apigatewayv2_stage';

/** Allow list of access log fields. Excludes paths, which contain tokens, and client addresses, which are personal data. */
const LOGGABLE =
  /^\$context\.(requestId|requestTime|routeKey|status|responseLength|responseLatency|integrationStatus)$/;
/** More than a person's clicks need; a route for services has a rate of its own. */
const MAX_RATE = 100;

/** Public routes, each with what replaces an authorizer. */
const OPEN_ROUTES: Readonly<Record<string, string>> = {
  'GET /unsubscribe/{token}': 'shows a page; the sealed token in the path is the permission',
  'POST /unsubscribe/{token}': 'RFC 8058: mail clients post without credentials; the sealed token is the permission',
  'GET /v1/health': 'says that the function runs, and nothing else',
  'GET /v1/openapi.json': 'is the public description of this version',
};

export const httpProperties: readonly Property[] = [
  {
    name: 'every route has an authorizer, or a reason to be open',
    check: (plan) =>
      faultsOf(
        plan.all(ROUTE),
        ({ route_key, authorization_type: type }) =>
          (type === undefined || (type === 'NONE') !== route_key in OPEN_ROUTES) && `${route_key} has ${type}`,
      ),
    brokenBy: {
      'an open route more': add(ROUTE, 'second', { route_key: 'GET /all', authorization_type: 'NONE' }),
    },
  },
  {
    name: 'a route for callers takes AWS signatures, and below /oidc tokens of the issuer for one of its audiences',
    check: (plan) => [
      ...faultsOf(plan.all(ROUTE), ({ route_key, authorization_type: type, authorizer_id = '' }) => {
        const expected = / \/oidc\//.test(route_key) ? 'JWT' : route_key in OPEN_ROUTES ? 'NONE' : 'AWS_IAM';
        const authorizer = plan.referred(AUTHORIZER, authorizer_id)?.body;
        return (type !== expected || (type === 'JWT') !== (authorizer !== undefined)) && `${route_key} has ${type}`;
      }),
      ...faultsOf(plan.all(AUTHORIZER), ({ api_id = '', authorizer_type: type, jwt_configuration: jwt, ...body }) => {
        const { url, audiences = [] } = plan.environment.issuer ?? {};
        const expected = ['JWT', url, audiences.join(), '$request.header.Authorization'].join();
        const seen = [type, jwt?.issuer, jwt?.audience?.join(), body.identity_sources?.join()].join();
        return (seen !== expected || !plan.referred(API, api_id)) && `accepts ${jwt?.issuer}`;
      }),
    ],
  },
  {
    name: 'the API has the routes of the manifests, and each is answered by its function',
    check: (plan) =>
      faultsOf(plan.all(API), ({ protocol_type, cors_configuration: cors }, address) => {
        const routes = partsOf(plan, ROUTE, address);
        const seen = routes.map((route) => `${route.route_key} ${functionOf(plan, route.target ?? '', address)}`);
        return [
          ...(seen.toSorted().join() === expectedRoutes(plan).toSorted().join() ? [] : ['has other routes']),
          ...(protocol_type === 'HTTP' ? [] : ['is no HTTP API']),
          ...(JSON.stringify(cors) === JSON.stringify(expectedCors(plan))
            ? []
            : ['lets other pages call it otherwise']),
        ];
      }),
    brokenBy: {
      'other sites may call it': set(API, 'http_api', { cors_configuration: { allow_origins: ['*'] } }),
    },
  },
  {
    name: "an API's timeout is longer than its function's, and within API Gateway's limit",
    check: (plan) =>
      faultsOf(plan.all(INTEGRATION), ({ integration_uri = '', timeout_milliseconds: wait = 0 }) => {
        const timeout = plan.referred('aws_lambda_function', integration_uri)?.body.timeout ?? 0;
        return !(wait > timeout * 1000 && wait <= 30_000) && `waits ${wait} ms for ${timeout} s`;
      }),
    brokenBy: {
      'not as long': set(INTEGRATION, 'unsubscribe_integration', { timeout_milliseconds: 10_000 }),
    },
  },
  {
    name: 'every API deploys automatically, is throttled, and logs requests without client address and path',
    check: (plan) =>
      faultsOf(plan.all(API), ({ name }, address) => {
        const [stage, ...others] = partsOf(plan, STAGE, address);
        const { throttling_rate_limit: rate = 0, throttling_burst_limit: burst = 0 } =
          stage?.default_route_settings ?? {};
        const { destination_arn = '', format = '{"all":"$context.path"}' } = stage?.access_log_settings ?? {};
        const log = plan.referred('aws_cloudwatch_log_group', destination_arn);
        const logged = Object.values(JSON.parse(format) as Record<string, string>);
        const limits = (stage?.route_settings ?? []).map((limit) => limitOf(limit.route_key, limit));
        return [
          ...(others.length === 0 && stage?.name === '$default' && stage.auto_deploy ? [] : ['is not deployed once']),
          ...(rate >= 1 && rate <= MAX_RATE && burst >= 1 && burst <= 2 * MAX_RATE ? [] : ['is not throttled']),
          ...(missing(stage?.depends_on, routeAddresses(plan)).length === 0 ? [] : ['is not after all its routes']),
          ...(limits.toSorted().join() === expectedLimits(plan).toSorted().join() ? [] : ['throttles other routes']),
          ...(log?.body.retention_in_days ? [] : ['has no access log that ends']),
          ...(log?.body.name === `/aws/apigateway/${name}` ? [] : ['logs into the group of another API']),
          ...logged.filter((value) => !LOGGABLE.test(value)).map((value) => `logs ${value}`),
          ...(logged.includes('$context.status') && logged.includes('$context.routeKey') ? [] : ['logs no outcome']),
        ];
      }),
    brokenBy: {
      'throttled at ten thousand': set(STAGE, 'http_stage', {
        default_route_settings: { throttling_rate_limit: 10_000, throttling_burst_limit: 5000 },
      }),
      'paths in the access log': logging({
        path: '$context.path',
        status: '$context.status',
        route: '$context.routeKey',
      }),
      'addresses in the access log': logging({
        ip: '$context.identity.sourceIp',
        status: '$context.status',
        route: '$context.routeKey',
      }),
      'an access log of nothing': logging({ id: '$context.requestId' }),
    },
  },
];

function logging(format: object) {
  return (plan: Plan): void => {
    const { destination_arn = '' } = plan.one(STAGE, 'http_stage').access_log_settings ?? {};
    plan.one(STAGE, 'http_stage').access_log_settings = { destination_arn, format: JSON.stringify(format) };
  };
}

/** Pages may send what a client of the API sends, without cookies, and read where to look and when to try again. */
const expectedCors = ({ environment: { apiOrigins } }: Plan): object | undefined =>
  apiOrigins.length === 0
    ? undefined
    : {
        allow_headers: ['authorization', 'content-type', 'idempotency-key'],
        allow_methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        allow_origins: apiOrigins,
        expose_headers: ['location', 'retry-after'],
        max_age: 600,
      };

const routesOf = ({ trigger }: FunctionManifest) => (trigger.kind === 'http' ? trigger.routes : []);

/** Where a route of a manifest is found: under its own path, and below `/oidc` where tokens are accepted. */
const routeKeys = ({ environment }: Plan, { route, access }: ReturnType<typeof routesOf>[number]): string[] =>
  access === 'callers' && environment.issuer ? [route, route.replace(' ', ' /oidc')] : [route];

/** Route keys with the name of their function. */
const expectedRoutes = (plan: Plan): string[] =>
  plan.manifests.functions.flatMap((manifest) =>
    routesOf(manifest).flatMap((route) =>
      routeKeys(plan, route).map((key) => `${key} carillon-${plan.environment.name}-${manifest.name}`),
    ),
  );

const expectedLimits = (plan: Plan): string[] =>
  plan.manifests.functions.flatMap(routesOf).flatMap((route) =>
    route.throttle === undefined
      ? []
      : routeKeys(plan, route).map((key) =>
          limitOf(key, {
            throttling_rate_limit: route.throttle?.rate,
            throttling_burst_limit: route.throttle?.burst,
          }),
        ),
  );

/** API Gateway refuses settings of a route that does not exist yet. */
const routeAddresses = (plan: Plan): string[] => plan.all(ROUTE).map(({ address }) => address);

const missing = (given: readonly string[] = [], expected: readonly string[]): string[] =>
  expected.filter((one) => !given.includes(one));

interface Limit {
  readonly throttling_rate_limit?: number | undefined;
  readonly throttling_burst_limit?: number | undefined;
}

const limitOf = (key: string, { throttling_rate_limit: rate, throttling_burst_limit: burst }: Limit): string =>
  `${key} ${rate} ${burst}`;

const partsOf = <Type extends typeof ROUTE | typeof STAGE>(plan: Plan, type: Type, api: string) =>
  plan
    .all(type)
    .map(({ body }) => body)
    .filter(({ api_id }) => plan.referred(API, api_id)?.address === api);

/** Name in AWS of a route's function, if its integration belongs to this API and has the payload format that it parses. */
function functionOf(plan: Plan, target: NonNullable<RouteBody['target']>, api: string): string | undefined {
  const integration = plan.referred(INTEGRATION, target.replace(/^integrations\//, ''))?.body;
  if (!integration || plan.referred(API, integration.api_id)?.address !== api) return undefined;
  const { integration_type, payload_format_version, integration_uri = '' } = integration;
  if (integration_type !== 'AWS_PROXY' || payload_format_version !== '2.0') return undefined;
  return plan.referred('aws_lambda_function', integration_uri)?.body.function_name;
}
