import { eventSources, queueSubscriptions } from './flow';
import { countsOf } from './log-counts';
import { set } from './mutations';
import type { Plan, Resource } from './plan';
import { faultsOf, type Property, within } from './property';
import type { AlarmBody, MetricFilterBody, SubscriptionBody } from './terraform-json';

const FILTER = 'aws_cloudwatch_log_metric_filter';
const ALARM = 'aws_cloudwatch_metric_alarm';
const PATTERN = '{ $.event = "stray" }';
/** SNS applies a change within 15 minutes, so strays in two periods of 15 minutes must not raise an alarm. */
const SECONDS = [2_700, 3_600] as const;

export const strayProperties: readonly Property[] = [
  {
    name: 'what a channel gets and its filter policy does not want is counted',
    check: (plan) =>
      faultsOf(filtered(plan), (subscription) => {
        const count = countOf(plan, subscription);
        return count === undefined && 'nothing counts its strays';
      }),
  },
  {
    name: 'strays that continue for longer than a change of the filter policy takes raise an alarm',
    check: (plan) =>
      faultsOf(filtered(plan), (subscription) => {
        const count = countOf(plan, subscription)?.body;
        return !plan.all(ALARM).some(({ body }) => isOfCount(body, count)) && 'no alarm on its strays';
      }),
    brokenBy: {
      'after a day': set(ALARM, 'email_strays', { evaluation_periods: 96 }),
    },
  },
];

/** A metric filter and its alarm, whose periods this file checks in place of `alarms.ts`. */
export const isOfStrays = (plan: Plan, alarm: AlarmBody): boolean =>
  plan.all(FILTER).some(({ body }) => isOfCount(alarm, body));

const filtered = (plan: Plan): Resource<SubscriptionBody>[] =>
  queueSubscriptions(plan).filter(({ body }) => body.filter_policy !== undefined);

/** Metric filter for strays in the log of the function behind this subscription. */
function countOf(plan: Plan, { endpoint }: SubscriptionBody): Resource<MetricFilterBody> | undefined {
  const queue = plan.referred('aws_sqs_queue', endpoint)?.address;
  const fn = eventSources(plan).find(({ address }) => address === queue)?.function.body;
  return countsOf(plan, fn, PATTERN)[0];
}

const isOfCount = (alarm: AlarmBody, count: MetricFilterBody | undefined): boolean =>
  alarm.namespace === count?.metric_transformation.namespace &&
  alarm.metric_name === count.metric_transformation.name &&
  alarm.statistic === 'Sum' &&
  alarm.comparison_operator === 'GreaterThanThreshold' &&
  alarm.threshold === 0 &&
  within(...SECONDS, (alarm.period ?? 0) * alarm.evaluation_periods);
