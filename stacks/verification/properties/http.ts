import { add, set } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';

const API = 'aws_apigatewayv2_api';
const INTEGRATION = 'aws_apigatewayv2_integration';
const ROUTE = 'aws_apigatewayv2_route';
const STAGE = 'aws_apigatewayv2_stage';
const ID = 'unsubscribe';

/** Allow list of access log fields. Excludes paths, which contain tokens, and client addresses, which are personal data. */
const LOGGABLE =
  /^\$context\.(requestId|requestTime|routeKey|status|responseLength|responseLatency|integrationStatus)$/;
/** API Gateway's maximum, and more than a person's click needs. */
const MAX_RATE = 100;

/** Public routes, each with what replaces an authorizer. */
const OPEN_ROUTES: Readonly<Record<string, string>> = {
  'GET /unsubscribe/{token}': 'shows a page; the sealed token in the path is the permission',
  'POST /unsubscribe/{token}': 'RFC 8058: mail clients post without credentials; the sealed token is the permission',
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
    name: 'an API has the routes of its manifest, and each is answered by its function',
    check: (plan) =>
      faultsOf(plan.all(API), ({ name, protocol_type, cors_configuration }, address) => {
        const manifest = plan.manifestOf(name);
        const expected =
          manifest && 'trigger' in manifest && manifest.trigger.kind === 'http' ? manifest.trigger.routes : [];
        const routes = partsOf(plan, ROUTE, address);
        const answered = routes.filter(({ target = '' }) => functionOf(plan, target, address) === name);
        return [
          ...(routes.map(({ route_key }) => route_key).join() === expected.join() ? [] : ['has other routes']),
          ...(answered.length === routes.length ? [] : ['has routes that its function does not answer']),
          ...(protocol_type === 'HTTP' && cors_configuration === undefined ? [] : ['is no plain HTTP API']),
        ];
      }),
    brokenBy: {
      'other sites may call it': set(API, `${ID}_api`, { cors_configuration: { allow_origins: ['*'] } }),
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
      'not as long': set(INTEGRATION, `${ID}_integration`, { timeout_milliseconds: 10_000 }),
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
        return [
          ...(others.length === 0 && stage?.name === '$default' && stage.auto_deploy ? [] : ['is not deployed once']),
          ...(rate >= 1 && rate <= MAX_RATE && burst >= 1 && burst <= 2 * MAX_RATE ? [] : ['is not throttled']),
          ...(log?.body.retention_in_days ? [] : ['has no access log that ends']),
          ...(log?.body.name === `/aws/apigateway/${name}` ? [] : ['logs into the group of another API']),
          ...logged.filter((value) => !LOGGABLE.test(value)).map((value) => `logs ${value}`),
          ...(logged.includes('$context.status') && logged.includes('$context.routeKey') ? [] : ['logs no outcome']),
        ];
      }),
    brokenBy: {
      'throttled at ten thousand': set(STAGE, `${ID}_stage`, {
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
    const { destination_arn = '' } = plan.one(STAGE, `${ID}_stage`).access_log_settings ?? {};
    plan.one(STAGE, `${ID}_stage`).access_log_settings = { destination_arn, format: JSON.stringify(format) };
  };
}

const partsOf = <Type extends typeof ROUTE | typeof STAGE>(plan: Plan, type: Type, api: string) =>
  plan
    .all(type)
    .map(({ body }) => body)
    .filter(({ api_id }) => plan.referred(API, api_id)?.address === api);

/** Name in AWS of a route's function, if its integration belongs to this API and has the payload format that it parses. */
function functionOf(plan: Plan, target: string, api: string): string | undefined {
  const integration = plan.referred(INTEGRATION, target.replace(/^integrations\//, ''))?.body;
  if (!integration || plan.referred(API, integration.api_id)?.address !== api) return undefined;
  const { integration_type, payload_format_version, integration_uri = '' } = integration;
  if (integration_type !== 'AWS_PROXY' || payload_format_version !== '2.0') return undefined;
  return plan.referred('aws_lambda_function', integration_uri)?.body.function_name;
}
