import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import { type AlarmProps, addAlarm } from './alarm';

interface FailedHandoverProps extends Pick<AlarmProps, 'naming' | 'name' | 'alarmsTopicArn'> {
  /** Part of the topic's name. */
  readonly topic: string;
  /** What the topic's messages are about, such as `a notification`. */
  readonly message: string;
}

/** Alarm on messages that SNS gave up handing over to a queue. */
export const alarmOnFailedHandover = (
  scope: Construct,
  { naming, name, alarmsTopicArn, topic, message }: FailedHandoverProps,
): CloudwatchMetricAlarm =>
  addAlarm(scope, 'handover_failed', {
    naming,
    name,
    alarmsTopicArn,
    alarmDescription: `SNS could not hand ${message} over to a queue; it is in a subscription dead-letter queue`,
    namespace: 'AWS/SNS',
    metricName: 'NumberOfNotificationsFailed',
    statistic: 'Sum',
    dimensions: { TopicName: naming.name(topic) },
  });
