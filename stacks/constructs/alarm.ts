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
  /** What is wrong, for whoever the alarm wakes; 20 characters or more. */
  readonly alarmDescription: string;
  /** ARN of the topic that alarms publish to. */
  readonly alarmsTopicArn: string;
  /** The alarm goes off above it. @default 0 */
  readonly threshold?: number;
  /** Seconds over which the metric is aggregated. @default 60 */
  readonly period?: number;
  /** Consecutive periods that must be above the threshold. @default 1 */
  readonly evaluationPeriods?: number;
}

/** Goes off as soon as the periods are over, tells the alarms topic, and tells it again when it is over. Silence is no alarm: an idle stack sends no data. */
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

interface SilenceProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Name of the alarm, without the environment. */
  readonly name: string;
  /** Name of the function in AWS, with the environment. */
  readonly function: string;
  /** Seconds from one run to the next; above half a week there is no alarm. */
  readonly intervalSeconds: number;
  /** ARN of the topic that alarms publish to. */
  readonly alarmsTopicArn: string;
}

const [DAY, WEEK] = [86_400, 7 * 86_400];
/** Shorter gaps are no news: EventBridge starts runs within a minute, not on the second. */
const LEAST_SILENCE = { period: 300, evaluationPeriods: 3 };

/**
 * Here silence is the alarm: no run in twice the interval, or in a quarter of an hour. A new stack raises it until the
 * first run. CloudWatch looks back for a week at the most: what runs more seldom than twice in it has no such alarm.
 *
 * @see CloudWatch API Reference, "PutMetricAlarm": `EvaluationPeriods`
 */
export function alarmOnSilence(scope: Construct, id: string, props: SilenceProps): CloudwatchMetricAlarm | undefined {
  const { intervalSeconds: interval } = props;
  if (2 * interval > WEEK) return undefined;
  const period = Math.min(interval, DAY);
  const silence =
    interval < LEAST_SILENCE.period ? LEAST_SILENCE : { period, evaluationPeriods: Math.ceil((2 * interval) / period) };
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

/** The function fails, is throttled, or invokes itself without end. */
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

/** Something is in a dead-letter queue. */
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
