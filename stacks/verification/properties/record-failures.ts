import { isHeard } from './alarms';
import { eventSources } from './flow';
import { countsOf } from './log-counts';
import { set } from './mutations';
import { faultsOf, type Property } from './property';

const ALARM = 'aws_cloudwatch_metric_alarm';
/** Counts from the second failure on, since a retry fixes most first ones. SQS dead-letters a message after ten. */
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
      'an average': set(ALARM, 'webhook_record_failures', { statistic: 'Average' }),
    },
  },
];
