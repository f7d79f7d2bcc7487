import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { Naming } from './naming';

export interface AlarmProps
  extends Pick<
    CloudwatchMetricAlarmConfig,
    'namespace' | 'metricName' | 'dimensions' | 'statistic' | 'treatMissingData'
  > {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Name of the alarm, without the environment. */
  readonly name: string;
  /** Tells the operator what is wrong; 20 characters or more. */
  readonly alarmDescription: string;
  /** ARN of the topic that alarms publish to. */
  readonly alarmsTopicArn: string;
  /** Value that the metric must exceed, in the unit of the metric. @default 0 */
  readonly threshold?: number;
  /** Seconds over which CloudWatch aggregates the metric; a multiple of 60. @default 60 */
  readonly period?: number;
  /** Consecutive periods that must be above the threshold. @default 1 */
  readonly evaluationPeriods?: number;
}

/** Alarm that publishes to the alarms topic when raised and when over. Missing data is OK: an idle stack sends none. */
export const addAlarm = (
  scope: Construct,
  id: string,
  { naming, name, alarmsTopicArn, threshold = 0, period = 60, evaluationPeriods = 1, ...metric }: AlarmProps,
): CloudwatchMetricAlarm =>
  new CloudwatchMetricAlarm(scope, id, {
    treatMissingData: 'notBreaching',
    ...metric,
    threshold,
    period,
    evaluationPeriods,
    alarmName: naming.name(name),
    comparisonOperator: 'GreaterThanThreshold',
    alarmActions: [alarmsTopicArn],
    okActions: [alarmsTopicArn],
  });

interface MissingRunsProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Name of the alarm, without the environment. */
  readonly name: string;
  /** Name of the function in AWS, with the environment. */
  readonly function: string;
  /** Seconds between two runs; above half a week there is no alarm. */
  readonly intervalSeconds: number;
  /** ARN of the topic that alarms publish to. */
  readonly alarmsTopicArn: string;
}

const [DAY, WEEK] = [86_400, 7 * 86_400];
/** Minimum: EventBridge starts runs within a minute, not on the second, so a shorter gap is normal. */
const MIN_SILENCE = { period: 300, evaluationPeriods: 3 };

/**
 * Heartbeat alarm: no run for twice the interval, or for 15 minutes where the interval is below 5. A new stack raises it
 * until the first run. CloudWatch evaluates one week at most, so a function that runs more rarely has no such alarm.
 *
 * @see CloudWatch API Reference, "PutMetricAlarm": `EvaluationPeriods`
 */
export function alarmOnMissingRuns(
  scope: Construct,
  id: string,
  props: MissingRunsProps,
): CloudwatchMetricAlarm | undefined {
  const { intervalSeconds: interval } = props;
  if (2 * interval > WEEK) return undefined;
  const period = Math.min(interval, DAY);
  const silence =
    interval < MIN_SILENCE.period ? MIN_SILENCE : { period, evaluationPeriods: Math.ceil((2 * interval) / period) };
  return new CloudwatchMetricAlarm(scope, id, {
    ...silence,
    alarmName: props.naming.name(props.name),
    alarmDescription: `${props.function} did not run for ${(silence.period * silence.evaluationPeriods) / 60} minutes`,
    namespace: 'AWS/Lambda',
    metricName: 'Invocations',
    dimensions: { FunctionName: props.function },
    statistic: 'Sum',
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    treatMissingData: 'breaching',
    alarmActions: [props.alarmsTopicArn],
    okActions: [props.alarmsTopicArn],
  });
}

export interface AlarmsProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Name of the channel or function, without the environment. */
  readonly name: string;
  /** ARN of the topic that alarms publish to. */
  readonly alarmsTopicArn: string;
}

/** Alarms on a function that fails, is throttled, or invokes itself recursively. */
export class FunctionAlarms extends Construct {
  constructor(scope: Construct, id: string, { naming, name, alarmsTopicArn }: AlarmsProps) {
    super(scope, id);
    const dimensions = { FunctionName: naming.name(name) };
    const alarm = (part: string, metricName: string, alarmDescription: string) =>
      addAlarm(this, part, {
        naming,
        name: `${name}-${part}`,
        alarmsTopicArn,
        alarmDescription,
        namespace: 'AWS/Lambda',
        metricName,
        statistic: 'Sum',
        dimensions,
      });
    alarm('errors', 'Errors', `${name}: the function crashed or ran out of time`);
    alarm('throttles', 'Throttles', `${name}: the function was throttled`);
    alarm('loops', 'RecursiveInvocationsDropped', `${name}: Lambda ended a chain of invocations in a loop`);
  }
}

/** Alarm on any message in a dead-letter queue. */
export const alarmOnDeadLetters = (
  scope: Construct,
  id: string,
  queue: string,
  { naming, alarmsTopicArn }: Omit<AlarmsProps, 'name'>,
): CloudwatchMetricAlarm =>
  addAlarm(scope, id, {
    naming,
    name: queue,
    alarmsTopicArn,
    alarmDescription: `${queue} holds what could not be delivered or handled; docs/runbook.md says where the reason is`,
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    statistic: 'Maximum',
    dimensions: { QueueName: naming.name(queue) },
  });
