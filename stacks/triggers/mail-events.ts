import { consumerStatements } from '../capabilities/sqs';
import { ConsumerAlarms } from '../constructs/consumer-alarms';
import { deadLetterQueue, MAIL_EVENTS, queuesOf, sourceQueue } from '../constructs/naming';
import { SubscribedQueues } from '../constructs/subscribed-queues';
import { drainRanges } from '../rules/rules';
import { addEventSource } from './event-source';
import type { TriggerKind } from './trigger-kind';

/**
 * A queue that is subscribed to the topic of mail events. The function receives from it and sends poison messages to the
 * dead-letter queue; it sends nothing to its own queue.
 */
export const mailEvents: TriggerKind<'mail-events'> = {
  queues: queuesOf,
  rules: (trigger) => ({ ranges: drainRanges(trigger) }),
  needs: ({ naming, environment, name }) => {
    const deadLetters = deadLetterQueue(name);
    return {
      statements: consumerStatements(naming, environment, { queue: sourceQueue(name), sendsTo: [deadLetters] }),
      variables: { DEAD_LETTER_QUEUE_URL: naming.queueUrl(deadLetters) },
    };
  },
  bind: (scope, { trigger: { queue: tuning, maximumConcurrency }, lambda, mailEventsTopicArn, ...props }) => {
    const topic = { part: MAIL_EVENTS, arn: mailEventsTopicArn };
    const { source: queue } = new SubscribedQueues(scope, 'queues', { ...props, queue: tuning, topic });
    addEventSource(scope, lambda, { queue, tuning, maximumConcurrency });
    new ConsumerAlarms(scope, 'alarms', { ...props, logGroupName: lambda.logGroup.name });
  },
};
