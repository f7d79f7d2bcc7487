import { consumerStatements } from '../capabilities/sqs';
import { addAlarm } from '../constructs/alarm';
import { ConsumerAlarms } from '../constructs/consumer-alarms';
import { deadLetterQueue, EVENTS, queuesOf, sourceQueue } from '../constructs/naming';
import { SubscribedQueues } from '../constructs/subscribed-queues';
import { drainRanges } from '../rules/rules';
import { addEventSource } from './event-source';
import type { TriggerKind } from './trigger-kind';

/**
 * A queue that is subscribed to the topic `events`. The function that reads the ledger's stream sends to it too. The
 * function receives from it and sends poison messages to the dead-letter queue.
 */
export const operationalEvents: TriggerKind<'operational-events'> = {
  isDeployed: ({ busEvents }) => busEvents !== 'off',
  queues: queuesOf,
  rules: (trigger) => ({ ranges: drainRanges(trigger) }),
  needs: ({ naming, environment, name }) => {
    const deadLetters = deadLetterQueue(name);
    return {
      statements: consumerStatements(naming, environment, { queue: sourceQueue(name), sendsTo: [deadLetters] }),
      variables: { DEAD_LETTER_QUEUE_URL: naming.queueUrl(deadLetters) },
    };
  },
  bind: (scope, { trigger: { queue: tuning, maximumConcurrency }, lambda, eventsTopicArn, ...props }) => {
    const topic = { part: EVENTS, arn: eventsTopicArn };
    const { source: queue } = new SubscribedQueues(scope, 'queues', { ...props, queue: tuning, topic });
    addEventSource(scope, lambda, { queue, tuning, maximumConcurrency });
    new ConsumerAlarms(scope, 'alarms', { ...props, logGroupName: lambda.logGroup.name });
    addAlarm(scope, 'handover_failed', {
      naming: props.naming,
      name: `${props.name}-handover-failed`,
      alarmsTopicArn: props.alarmsTopicArn,
      alarmDescription:
        'SNS could not hand an operational event over to a queue; it is in a subscription dead-letter queue',
      namespace: 'AWS/SNS',
      metricName: 'NumberOfNotificationsFailed',
      statistic: 'Sum',
      dimensions: { TopicName: props.naming.name(EVENTS) },
    });
  },
};
