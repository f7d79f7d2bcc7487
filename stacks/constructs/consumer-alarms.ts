import { Construct } from 'constructs';
import { MAX_DELAY_SECONDS } from '../../shared/domain/delivery/retry-schedule';
import { RECORD_FAILED } from '../../shared/domain/manifest/channel';
import { type AlarmsProps, addAlarm, alarmOnDeadLetters, FunctionAlarms } from './alarm';
import { addLogAlarm } from './log-alarm';
import { deadLetterQueue, recordFailures, sourceQueue, subscriptionDeadLetterQueue } from './naming';

/** A healthy function drains its queue in seconds; a message may use SQS's maximum delay twice in a row. */
const MAX_MESSAGE_AGE_SECONDS = 2 * MAX_DELAY_SECONDS;

export interface ConsumerAlarmsProps extends AlarmsProps {
  /** Name of the function's log group, whose lines are counted. */
  readonly logGroupName: string;
}

/**
 * Alarms of a function that drains a subscribed queue: dead letters, old messages, messages that fail repeatedly, and errors
 * and throttles of the function.
 */
export class ConsumerAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ConsumerAlarmsProps) {
    super(scope, id);
    const { name } = props;
    alarmOnDeadLetters(this, 'dlq', deadLetterQueue(name), props);
    alarmOnDeadLetters(this, 'subscription_dlq', subscriptionDeadLetterQueue(name), props);
    alarmOnMessageAge(this, props);
    alarmOnRecordFailures(this, props);
    new FunctionAlarms(this, 'function', props);
  }
}

/** Alarm on the oldest message in the function's source queue. */
export const alarmOnMessageAge = (scope: Construct, { naming, name, alarmsTopicArn }: AlarmsProps) =>
  addAlarm(scope, 'message_age', {
    naming,
    name: `${name}-message-age`,
    alarmsTopicArn,
    threshold: MAX_MESSAGE_AGE_SECONDS,
    namespace: 'AWS/SQS',
    metricName: 'ApproximateAgeOfOldestMessage',
    statistic: 'Maximum',
    alarmDescription: `${name}: a message has waited for more than ${MAX_MESSAGE_AGE_SECONDS} s`,
    dimensions: { QueueName: naming.name(sourceQueue(name)) },
  });

/** Finds poison messages: a partial batch response is no function error, and SQS's age excludes messages received three times. */
export const alarmOnRecordFailures = (scope: Construct, props: ConsumerAlarmsProps) => {
  const { naming, name, alarmsTopicArn, logGroupName } = props;
  addLogAlarm(scope, 'record_failures', {
    naming,
    name: recordFailures(name),
    alarmsTopicArn,
    logGroupName,
    pattern: `{ ($.event = "${RECORD_FAILED}") && ($.receiveCount > 1) }`,
    alarmDescription: `${name}: a message failed for the second time or more; the log says why, and it comes back until it is dead-lettered`,
  });
};
