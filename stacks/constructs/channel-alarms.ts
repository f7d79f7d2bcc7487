import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { ChannelManifest } from '../../shared/domain/channel';
import { deadLetterQueue, type Naming, sourceQueue, subscriptionDeadLetterQueue } from './naming';

/** A healthy channel drains its queue in seconds. */
const MAX_MESSAGE_AGE_SECONDS = 600;

export interface ChannelAlarmsProps {
  readonly naming: Naming;
  readonly manifest: ChannelManifest;
  readonly alarmsTopicArn: string;
}

/** Something was dead-lettered, waits too long, or the function fails or is throttled. */
export class ChannelAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ChannelAlarmsProps,
  ) {
    super(scope, id);
    const { name } = props.manifest;
    this.deadLettered('dlq', deadLetterQueue(name));
    this.deadLettered('subscription_dlq', subscriptionDeadLetterQueue(name));
    this.queueAlarm('message_age', sourceQueue(name), {
      metricName: 'ApproximateAgeOfOldestMessage',
      threshold: MAX_MESSAGE_AGE_SECONDS,
      alarmDescription: `${name}: a message has waited for more than ${MAX_MESSAGE_AGE_SECONDS} s`,
    });
    this.functionAlarm('errors', 'Errors', `${name}: the function crashed or ran out of time`);
    this.functionAlarm('throttles', 'Throttles', `${name}: the function was throttled`);
  }

  private deadLettered(id: string, queue: string): void {
    const alarmDescription = `${queue} holds messages that could not be delivered; each carries its reason`;
    this.queueAlarm(id, queue, { metricName: 'ApproximateNumberOfMessagesVisible', threshold: 0, alarmDescription });
  }

  private queueAlarm(id: string, queue: string, metric: Metric): void {
    const QueueName = this.props.naming.name(queue);
    this.alarm(id, { ...metric, namespace: 'AWS/SQS', statistic: 'Maximum', dimensions: { QueueName } });
  }

  private functionAlarm(id: string, metricName: string, alarmDescription: string): void {
    const FunctionName = this.props.naming.name(this.props.manifest.name);
    const metric = { metricName, threshold: 0, alarmDescription };
    this.alarm(id, { ...metric, namespace: 'AWS/Lambda', statistic: 'Sum', dimensions: { FunctionName } });
  }

  private alarm(
    id: string,
    metric: Metric & Pick<CloudwatchMetricAlarmConfig, 'namespace' | 'statistic' | 'dimensions'>,
  ) {
    const { naming, manifest, alarmsTopicArn } = this.props;
    new CloudwatchMetricAlarm(this, id, {
      ...metric,
      alarmName: naming.name(`${manifest.name}-${id.replaceAll('_', '-')}`),
      comparisonOperator: 'GreaterThanThreshold',
      period: 60,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      alarmActions: [alarmsTopicArn],
      okActions: [alarmsTopicArn],
    });
  }
}

type Metric = Pick<CloudwatchMetricAlarmConfig, 'metricName' | 'threshold' | 'alarmDescription'>;
