import type { Fault } from '../../shared/domain/kit/errors/coded-error';
import type { FunctionManifest, Trigger } from '../../shared/domain/manifest/function-manifest';
import { intervalSeconds, isScheduleExpression } from '../triggers/schedule-expression';
import { queueRanges, type Ranges, rangeFaults, runtimeRanges, textFaults, unless } from './rules';

/** An HTTP API gives up after 30 s (API Gateway Developer Guide, "Quotas for HTTP APIs"): the function must be done before. */
const MAX_HTTP_TIMEOUT_SECONDS = 29;

/** As API Gateway spells it, without what nobody needs here: greedy and `$default` routes, which would catch anything. */
const ROUTE = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/[a-z0-9-]+|\/\{[a-zA-Z0-9]+\})+$/;

/** @param path JSON Pointer to the manifest */
export const functionFaults = (manifest: FunctionManifest, path: string): Fault[] => [
  ...textFaults('function', manifest, path),
  ...rangeFaults('function', manifest.name, path, { ...runtimeRanges(manifest.function), ...triggerRanges(manifest) }),
  ...triggerFaults(manifest, path),
];

function triggerRanges({ trigger, function: { timeoutSeconds } }: FunctionManifest): Ranges {
  switch (trigger.kind) {
    case 'schedule':
      return {};
    case 'mail-events':
      return drainRanges(trigger);
    case 'inserted-records':
      // As many as a call of GetRecords returns; the window is Lambda's (CreateEventSourceMapping, "MaximumBatchingWindowInSeconds").
      return {
        ...drainRanges(trigger),
        'trigger/batchSize': [trigger.batchSize, 1, 1000],
        'trigger/batchingWindowSeconds': [trigger.batchingWindowSeconds, 0, 300],
      };
    case 'http':
      return { 'function/timeoutSeconds': [timeoutSeconds, 1, MAX_HTTP_TIMEOUT_SECONDS] };
  }
}

/** Of a trigger with a queue that the function drains. */
const drainRanges = ({ queue, maximumConcurrency }: Extract<Trigger, { queue: unknown }>): Ranges => ({
  ...queueRanges(queue, 'trigger/'),
  'trigger/maximumConcurrency': [maximumConcurrency, 2, 1000],
});

function triggerFaults({ name, trigger, function: { timeoutSeconds } }: FunctionManifest, path: string): Fault[] {
  switch (trigger.kind) {
    case 'schedule':
      return scheduleFaults(trigger.expression, timeoutSeconds, `${path}/trigger/expression`);
    case 'mail-events':
    case 'inserted-records':
      return [];
    case 'http':
      return routesFaults(name, trigger.routes, `${path}/trigger/routes`);
  }
}

function scheduleFaults(expression: string, timeoutSeconds: number, path: string): Fault[] {
  const interval = intervalSeconds(expression) ?? Number.POSITIVE_INFINITY;
  return [
    ...unless(
      isScheduleExpression(expression),
      'stack.function.schedule',
      path,
      `'${expression}', allowed rate(<n> minutes|hours|days) or cron(<six fields>)`,
    ),
    ...unless(
      timeoutSeconds <= interval,
      'stack.function.schedule',
      path,
      `${expression} begins a run before one of ${timeoutSeconds} s has ended, allowed a timeout of ${interval} s`,
    ),
  ];
}

const routesFaults = (name: string, routes: readonly string[], path: string): Fault[] => [
  ...unless(routes.length > 0, 'stack.function.route', path, `'${name}' has no route, allowed 1 or more`),
  ...routes.flatMap((route, index) =>
    unless(
      ROUTE.test(route) && routes.indexOf(route) === index,
      'stack.function.route',
      `${path}/${index}`,
      `'${route}', allowed <METHOD> /<path>, each once`,
    ),
  ),
];
