import { isHeard } from './alarms';
import { countsOf } from './log-counts';
import { reference, remove, set } from './mutations';
import type { Plan, Resource } from './plan';
import { faultsOf, type Property } from './property';
import type { FunctionBody, MetricFilterBody } from './terraform-json';

const ALARM = 'aws_cloudwatch_metric_alarm';
const COUNT = 'aws_cloudwatch_log_metric_filter';
const ORPHANS = '{ ($.event = "orphan_adopted") || ($.event = "orphan_unrecoverable") }';

export const orphanProperties: readonly Property[] = [
  {
    name: 'one delivery whose message was lost raises an alarm, whether it was brought back or cannot be',
    check: (plan) =>
      faultsOf(sweepers(plan), (fn) => !isHeard(plan, countsOf(plan, fn, ORPHANS)) && 'no alarm on orphans'),
    brokenBy: {
      'no alarm': remove(ALARM, 'sweeper_orphans'),
      'no count': remove(COUNT, 'sweeper_orphans_count'),
      'not of what was brought back': set(COUNT, 'sweeper_orphans_count', {
        pattern: '{ $.event = "orphan_unrecoverable" }',
      }),
      'not of what cannot be': set(COUNT, 'sweeper_orphans_count', { pattern: '{ $.event = "orphan_adopted" }' }),
      'only of what is both': set(COUNT, 'sweeper_orphans_count', {
        pattern: '{ ($.event = "orphan_adopted") && ($.event = "orphan_unrecoverable") }',
      }),
      'of the log of another function': set(COUNT, 'sweeper_orphans_count', {
        log_group_name: reference('aws_cloudwatch_log_group.email_log_group.name'),
      }),
      'each counts for nothing': set(COUNT, 'sweeper_orphans_count', {
        metric_transformation: { namespace: 'Carillon', name: 'carillon-prod-sweeper-orphans', value: '0' },
      }),
      'of another metric': set(ALARM, 'sweeper_orphans', { metric_name: 'carillon-prod-email-strays' }),
      'one is fine': set(ALARM, 'sweeper_orphans', { threshold: 1 }),
      'an average': set(ALARM, 'sweeper_orphans', { statistic: 'Average' }),
    },
  },
  {
    name: 'what is due and cannot be brought back, or a ledger that cannot be searched, raises an alarm',
    check: (plan) =>
      faultsOf(sweepers(plan), (fn) =>
        ['sweep_failed', 'reconcile_failed']
          .filter((event) => !countsOf(plan, fn, `{ $.event = "${event}" }`).some((count) => isWatched(plan, count)))
          .map((event) => `no alarm on ${event}`),
      ),
    brokenBy: {
      'no alarm': remove(ALARM, 'sweeper_unsent'),
      'no count': remove(COUNT, 'sweeper_scan_failures_count'),
      'of another event': set(COUNT, 'sweeper_unsent_count', { pattern: '{ $.event = "swept" }' }),
      'of another metric': set(ALARM, 'sweeper_scan_failures', { metric_name: 'carillon-prod-email-strays' }),
      'hundreds are fine': set(ALARM, 'sweeper_unsent', { threshold: 100 }),
    },
  },
];

/** Five in five minutes at the latest: each run says it once or more. */
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
