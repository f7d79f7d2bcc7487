import type { Plan, Resource } from '../testing/plan';
import type { FunctionBody, MetricFilterBody } from '../testing/terraform-json';

/** Filters that count lines of such a pattern, one by one, in the log of a function. */
export const countsOf = (
  plan: Plan,
  fn: FunctionBody | undefined,
  isPattern: (pattern: string) => boolean,
): Resource<MetricFilterBody>[] =>
  plan
    .all('aws_cloudwatch_log_metric_filter')
    .filter(
      ({ body: { log_group_name, pattern, metric_transformation } }) =>
        log_group_name === fn?.logging_config?.log_group && isPattern(pattern) && metric_transformation.value === '1',
    );
