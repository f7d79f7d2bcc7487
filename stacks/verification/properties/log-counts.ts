import type { Plan, Resource } from './plan';
import type { FunctionBody, MetricFilterBody } from './terraform-json';

/** Metric filters with this pattern that add 1 for each line of a function's log. */
export const countsOf = (
  plan: Plan,
  fn: FunctionBody | undefined,
  wanted: string | RegExp,
): Resource<MetricFilterBody>[] =>
  plan
    .all('aws_cloudwatch_log_metric_filter')
    .filter(
      ({ body: { log_group_name, pattern, metric_transformation } }) =>
        log_group_name === fn?.logging_config?.log_group &&
        isPattern(pattern, wanted) &&
        metric_transformation.value === '1',
    );

const isPattern = (pattern: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? pattern === wanted : wanted.test(pattern);
