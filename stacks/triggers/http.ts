import type { Fault } from '../../shared/domain/kit/errors/coded-error';
import type { HttpRoute } from '../../shared/domain/manifest/function-manifest';
import { FunctionAlarms } from '../constructs/alarm';
import { unless } from '../rules/rules';
import { HttpRoutes } from './http-routes';
import type { TriggerKind } from './trigger-kind';

/** An HTTP API gives up after 30 s (API Gateway Developer Guide, "Quotas for HTTP APIs"): the function must end before. */
const MAX_TIMEOUT_SECONDS = 29;

/** Allowed routes in API Gateway's syntax; excludes greedy and `$default` routes, which would match any request. */
const ROUTE = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/[a-z0-9.-]+|\/\{[a-zA-Z0-9]+\})+$/;

/** Routes of an HTTP API. API Gateway may invoke the function by a resource policy, so the function's role needs nothing. */
export const http: TriggerKind<'http'> = {
  queues: () => [],
  rules: ({ routes }, { name, function: { timeoutSeconds } }, path) => ({
    ranges: { 'function/timeoutSeconds': [timeoutSeconds, 1, MAX_TIMEOUT_SECONDS] },
    faults: routesFaults(name, routes, `${path}/routes`),
  }),
  needs: () => ({ statements: [], variables: {} }),
  bind: (scope, { trigger, lambda, httpApi, ...props }) => {
    new HttpRoutes(scope, 'http', { httpApi: httpApi(), routes: trigger.routes, function: lambda.function });
    new FunctionAlarms(scope, 'alarms', props);
  },
};

/** Every token of the issuer may call a route; a burst below the rate would make it unreachable. */
const MAX_RATE = 10_000;

const routesFaults = (name: string, routes: readonly HttpRoute[], path: string): Fault[] => [
  ...unless(routes.length > 0, 'stack.function.route', path, `'${name}' has no route, allowed 1 or more`),
  ...routes.flatMap(({ route, throttle: { rate, burst } = { rate: 1, burst: 1 } }, index) => [
    ...unless(
      ROUTE.test(route) && routes.findIndex((other) => other.route === route) === index,
      'stack.function.route',
      `${path}/${index}/route`,
      `'${route}', allowed <METHOD> /<path>, each once`,
    ),
    ...unless(
      rate >= 1 && rate <= MAX_RATE && burst >= 1 && burst <= MAX_RATE,
      'stack.function.route',
      `${path}/${index}/throttle`,
      `${rate} requests per second and a burst of ${burst}, allowed 1 to ${MAX_RATE}`,
    ),
  ]),
];
