import { isHeard } from './alarms';
import { set } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';
import type { StageBody } from './terraform-json';

const ALARM = 'aws_cloudwatch_metric_alarm';
const COUNT = 'aws_cloudwatch_log_metric_filter';

export const throttledRequestProperties: readonly Property[] = [
  {
    name: 'an API that throttles a request with 429 raises an alarm, by one line of its access log',
    check: (plan) =>
      faultsOf(
        plan.all('aws_apigatewayv2_stage'),
        (stage) => !isHeard(plan, countsOfThrottling(plan, stage)) && 'no alarm on 429',
      ),
    brokenBy: {
      'an average': set(ALARM, 'http_requests_throttled', { statistic: 'Average' }),
    },
  },
];

/** Metric filters for status 429 in a stage's access log, whose format quotes it. */
const countsOfThrottling = (plan: Plan, { access_log_settings }: StageBody) =>
  plan.all(COUNT).filter(({ body: { log_group_name, pattern, metric_transformation } }) => {
    const log = plan.referred('aws_cloudwatch_log_group', log_group_name)?.address;
    return (
      log !== undefined &&
      log === plan.referred('aws_cloudwatch_log_group', access_log_settings?.destination_arn ?? '')?.address &&
      pattern === '{ $.status = "429" }' &&
      metric_transformation.value === '1'
    );
  });
