import type { Plan, Resource } from './plan';
import type { FunctionBody, MetricFilterBody } from './terraform-json';

/** Filters with this pattern that count lines one by one in the log of a function. */
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
