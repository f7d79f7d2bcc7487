import type { Plan, Resource } from '../testing/plan';
import { manifestOf } from '../testing/specimens';
import type { FunctionBody } from '../testing/terraform-json';
import { isHeard } from './alarms';
import { reference, remove, set } from './mutations';
import { faultsOf, type Property } from './property';

const ALARM = 'aws_cloudwatch_metric_alarm';
const COUNT = 'aws_cloudwatch_log_metric_filter';
const EVENTS = ['orphan_adopted', 'orphan_unrecoverable'];

export const orphanProperties: readonly Property[] = [
  {
    name: 'one delivery whose message was lost raises an alarm, whether it was brought back or cannot be',
    check: (plan) => faultsOf(sweepers(plan), (fn) => !isHeard(plan, countsOf(plan, fn)) && 'no alarm on orphans'),
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
];

const sweepers = (plan: Plan): Resource<FunctionBody>[] =>
  plan
    .all('aws_lambda_function')
    .filter(({ body }) => manifestOf(body.function_name)?.capabilities.some((name) => name === 'ledger:sweep'));

/** Filters that count the lines of both events in the log of a function. */
const countsOf = (plan: Plan, fn: FunctionBody) =>
  plan
    .all(COUNT)
    .filter(
      ({ body: { log_group_name, pattern, metric_transformation } }) =>
        log_group_name === fn.logging_config?.log_group &&
        pattern === `{ ${EVENTS.map((event) => `($.event = "${event}")`).join(' || ')} }` &&
        metric_transformation.value === '1',
    );
