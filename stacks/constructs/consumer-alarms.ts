import { Construct } from 'constructs';
import { type AlarmsProps, addAlarm, alarmOnDeadLetters, FunctionAlarms } from './alarm';
import { deadLetterQueue, sourceQueue, subscriptionDeadLetterQueue } from './naming';

/** A healthy function drains its queue in seconds. */
const MAX_MESSAGE_AGE_SECONDS = 600;

/** Of a function that drains a subscribed queue: something was dead-lettered, waits too long, or the function fails or is throttled. */
export class ConsumerAlarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { naming, name, alarmsTopicArn } = props;
    alarmOnDeadLetters(this, 'dlq', deadLetterQueue(name), props);
    alarmOnDeadLetters(this, 'subscription_dlq', subscriptionDeadLetterQueue(name), props);
    addAlarm(this, 'message_age', {
      ...{ naming, name: `${name}-message-age`, alarmsTopicArn, threshold: MAX_MESSAGE_AGE_SECONDS },
      ...{ namespace: 'AWS/SQS', metricName: 'ApproximateAgeOfOldestMessage', statistic: 'Maximum' },
      alarmDescription: `${name}: a message has waited for more than ${MAX_MESSAGE_AGE_SECONDS} s`,
      dimensions: { QueueName: naming.name(sourceQueue(name)) },
    });
    new FunctionAlarms(this, 'function', props);
  }
}
