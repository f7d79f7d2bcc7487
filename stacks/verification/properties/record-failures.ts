import { isHeard } from './alarms';
import { eventSources } from './flow';
import { countsOf } from './log-counts';
import { reference, remove, set } from './mutations';
import { faultsOf, type Property } from './property';

const ALARM = 'aws_cloudwatch_metric_alarm';
const COUNT = 'aws_cloudwatch_log_metric_filter';
/** From the second failure on: the first is mended by the next try. A message is dead-lettered after ten. */
const PATTERN = /^\{ \(\$\.event = "record_failed"\) && \(\$\.receiveCount > [1-4]\) \}$/;

export const recordFailureProperties: readonly Property[] = [
  {
    name: 'a message that fails again and again raises an alarm long before it is dead-lettered',
    check: (plan) =>
      faultsOf(
        eventSources(plan).map(({ function: fn }) => fn),
        (fn) => !isHeard(plan, countsOf(plan, fn, PATTERN)) && 'no alarm on records that fail again',
      ),
    brokenBy: {
      'no alarm': remove(ALARM, 'email_record_failures'),
      'no count': remove(COUNT, 'email_feedback_record_failures_count'),
      'of another event': set(COUNT, 'audit_record_failures_count', { pattern: '{ $.event = "delivery" }' }),
      'only right before it is dead-lettered': set(COUNT, 'webhook_record_failures_count', {
        pattern: '{ ($.event = "record_failed") && ($.receiveCount > 9) }',
      }),
      'of the log of another function': set(COUNT, 'webhook_record_failures_count', {
        log_group_name: reference('aws_cloudwatch_log_group.email_log_group.name'),
      }),
      'each counts for nothing': set(COUNT, 'webhook_record_failures_count', {
        metric_transformation: { namespace: 'Carillon', name: 'carillon-prod-webhook-record-failures', value: '0' },
      }),
      'ten are fine': set(ALARM, 'webhook_record_failures', { threshold: 10 }),
      'an average': set(ALARM, 'webhook_record_failures', { statistic: 'Average' }),
    },
  },
];
