import { isHeard } from './alarms';
import { reference, remove, set } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property } from './property';
import type { StageBody } from './terraform-json';

const ALARM = 'aws_cloudwatch_metric_alarm';
const COUNT = 'aws_cloudwatch_log_metric_filter';

export const throttledRequestProperties: readonly Property[] = [
  {
    name: 'an API that turns requests away with 429 raises an alarm, by one line of its access log',
    check: (plan) =>
      faultsOf(
        plan.all('aws_apigatewayv2_stage'),
        (stage) => !isHeard(plan, countsOfThrottling(plan, stage)) && 'no alarm on 429',
      ),
    brokenBy: {
      'no alarm': remove(ALARM, 'unsubscribe_requests_throttled'),
      'no count': remove(COUNT, 'unsubscribe_requests_throttled_count'),
      'a count of others': set(COUNT, 'unsubscribe_requests_throttled_count', { pattern: '{ $.status = "400" }' }),
      'a count of numbers, which the log does not have': set(COUNT, 'unsubscribe_requests_throttled_count', {
        pattern: '{ $.status = 429 }',
      }),
      'of the log of the function': set(COUNT, 'unsubscribe_requests_throttled_count', {
        log_group_name: reference('aws_cloudwatch_log_group.unsubscribe_log_group.name'),
      }),
      'each counts for nothing': set(COUNT, 'unsubscribe_requests_throttled_count', {
        metric_transformation: {
          namespace: 'Carillon',
          name: 'carillon-prod-unsubscribe-requests-throttled',
          value: '0',
        },
      }),
      'of another metric': set(ALARM, 'unsubscribe_requests_throttled', { metric_name: 'carillon-prod-email-strays' }),
      'a hundred are fine': set(ALARM, 'unsubscribe_requests_throttled', { threshold: 100 }),
      'an average': set(ALARM, 'unsubscribe_requests_throttled', { statistic: 'Average' }),
    },
  },
];

/** Filters that count the lines with status 429 of a stage's access log, whose format makes a string of it. */
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
