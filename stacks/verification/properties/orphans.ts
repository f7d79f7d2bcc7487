import { isHeard } from './alarms';
import { countsOf } from './log-counts';
import { set } from './mutations';
import type { Plan, Resource } from './plan';
import { faultsOf, type Property } from './property';
import type { FunctionBody, MetricFilterBody } from './terraform-json';

const ALARM = 'aws_cloudwatch_metric_alarm';
const ORPHANS = '{ ($.event = "orphan_adopted") || ($.event = "orphan_unrecoverable") }';

export const orphanProperties: readonly Property[] = [
  {
    name: 'one delivery whose message was lost raises an alarm, whether it was brought back or cannot be',
    check: (plan) =>
      faultsOf(sweepers(plan), (fn) => !isHeard(plan, countsOf(plan, fn, ORPHANS)) && 'no alarm on orphans'),
    brokenBy: {
      'an average': set(ALARM, 'sweeper_orphans', { statistic: 'Average' }),
    },
  },
  {
    name: 'a failed sweep of due deliveries, or a failed scan of the ledger, raises an alarm',
    check: (plan) =>
      faultsOf(sweepers(plan), (fn) =>
        ['sweep_failed', 'reconcile_failed']
          .filter((event) => !countsOf(plan, fn, `{ $.event = "${event}" }`).some((count) => isWatched(plan, count)))
          .map((event) => `no alarm on ${event}`),
      ),
    brokenBy: {
      'hundreds are fine': set(ALARM, 'sweeper_unsent', { threshold: 100 }),
    },
  },
];

/** Allowed threshold: five failures in five minutes must raise the alarm, since each run logs at least one. */
const isWatched = (plan: Plan, { body }: Resource<MetricFilterBody>): boolean =>
  plan
    .all(ALARM)
    .some(
      ({ body: alarm }) =>
        alarm.metric_name === body.metric_transformation.name &&
        alarm.namespace === body.metric_transformation.namespace &&
        alarm.statistic === 'Sum' &&
        alarm.comparison_operator === 'GreaterThanThreshold' &&
        (alarm.threshold ?? 0) < 5 &&
        alarm.period === 300 &&
        alarm.evaluation_periods === 1,
    );

const sweepers = (plan: Plan): Resource<FunctionBody>[] =>
  plan
    .all('aws_lambda_function')
    .filter(({ body }) => plan.manifestOf(body.function_name)?.capabilities.some((name) => name === 'ledger:sweep'));
