import { isDeepStrictEqual } from 'node:util';
import { LAG } from './alarms';
import { isHeartbeat } from './heartbeat';
import { set } from './mutations';
import { faultsOf, type Property } from './property';
import type { AlarmBody } from './terraform-json';

const TYPE = 'aws_cloudwatch_metric_alarm';

/** Namespace and statistic of a metric by its dimension; a custom metric has no dimension. */
const FORMS: Readonly<Record<string, string>> = {
  QueueName: 'AWS/SQS Maximum',
  FunctionName: 'AWS/Lambda Sum',
  TopicName: 'AWS/SNS Sum',
  ApiId: 'AWS/ApiGateway Sum',
  '': 'Carillon Sum',
};

/** Members of an alarm on a metric expression, whose metrics are in its queries. */
const OF_ONE_METRIC = ['namespace', 'metric_name', 'dimensions', 'statistic', 'period'] as const;

export const alarmFormProperties: readonly Property[] = [
  {
    name: 'an alarm watches one metric with its namespace and statistic, or one metric expression',
    check: (plan) =>
      faultsOf(plan.all(TYPE), (alarm) => (alarm.metric_query ? queryFaults(alarm) : metricFaults(alarm))),
  },
  {
    name: 'an alarm has a numeric threshold, unless it is a heartbeat alarm, and periods that CloudWatch allows',
    check: (plan) =>
      faultsOf(plan.all(TYPE), (alarm) => [
        ...(alarm.comparison_operator === 'GreaterThanThreshold' || isHeartbeat(plan, alarm)
          ? []
          : [`compares by ${alarm.comparison_operator}`]),
        ...(Number.isInteger(alarm.threshold) && alarm.threshold >= 0 ? [] : [`has the threshold ${alarm.threshold}`]),
        ...((alarm.period ?? 60) % 60 === 0 ? [] : [`has a period of ${alarm.period} s`]),
        ...(isEvaluable(alarm) ? [] : [`evaluates ${alarm.evaluation_periods} periods of ${alarm.period} s`]),
      ]),
    brokenBy: {
      'more than a day of minutes': set(TYPE, 'email_dlq', { evaluation_periods: 1_441 }),
      'more than a week of days': set(TYPE, 'audit_anchor_silent', { evaluation_periods: 8 }),
    },
  },
];

/**
 * CloudWatch evaluates a day at most, or a week where a period is an hour or longer.
 *
 * @see CloudWatch API Reference, "PutMetricAlarm": `Period`
 */
const isEvaluable = ({ period = 60, evaluation_periods: periods }: AlarmBody): boolean =>
  period * periods <= (period < 3_600 ? 86_400 : 7 * 86_400);

function metricFaults({ metric_name, namespace, statistic, dimensions = {} }: AlarmBody): string[] {
  const expected = metric_name === LAG ? 'AWS/Lambda Maximum' : FORMS[Object.keys(dimensions).join()];
  const seen = `${namespace} ${statistic}`;
  return seen === expected ? [] : [`is on ${seen}, expected ${expected}`];
}

function queryFaults(alarm: AlarmBody): string[] {
  const [result, ...inputs] = alarm.metric_query ?? [];
  const isResult = result?.id === 'idle' && result.return_data === true && result.metric === undefined;
  const known = { namespace: 'AWS/Lambda', metric_name: 'Invocations', period: 300, stat: 'Sum' };
  const areInputs = inputs.every(
    ({ metric, return_data }) =>
      return_data === false && isDeepStrictEqual({ ...metric, dimensions: {} }, { ...known, dimensions: {} }),
  );
  return [
    ...OF_ONE_METRIC.filter((member) => alarm[member] !== undefined).map((member) => `has ${member} beside queries`),
    ...(isResult && areInputs ? [] : ['does not return its expression over invocations']),
  ];
}
