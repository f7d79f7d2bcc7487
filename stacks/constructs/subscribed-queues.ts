import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { FilterPolicy } from '../../shared/domain/filter-policy/filter-policy';
import { allowTopicToSend, type Statement } from '../capabilities/policies';
import { addDrainedQueue, type DrainedQueueProps } from '../triggers/drained-queue';
import { sourceQueue, subscriptionDeadLetterQueue } from './naming';
import { DEAD_LETTER_RETENTION_SECONDS, queueConfig, redriveAllow } from './queue-config';

export interface SubscribedQueuesProps extends DrainedQueueProps {
  /** Topic that the source queue is subscribed to. */
  readonly topic: {
    /** Part of the topic's name, so that policies can be literal. */
    readonly part: string;
    /** ARN of the topic, as a reference. */
    readonly arn: string;
  };
  /** Message attributes that the subscription accepts. @default everything */
  readonly filterPolicy?: FilterPolicy;
}

/**
 * A source queue that is subscribed to a topic, its dead-letter queue, and the subscription's for messages that SNS could
 * not deliver. Policies and redrive policies are inline: as resources of their own, each makes the provider wait 25 s.
 */
export class SubscribedQueues extends Construct {
  readonly source: SqsQueue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SubscribedQueuesProps,
  ) {
    super(scope, id);
    const { naming, environment, name } = props;
    const subscriptionDlq = subscriptionDeadLetterQueue(name);
    this.source = addDrainedQueue(this, props, [this.topicMaySendTo(sourceQueue(name))]);
    const subscriptionDeadLetters = new SqsQueue(this, 'subscription_dlq', {
      ...queueConfig(subscriptionDlq, { naming, environment, statements: [this.topicMaySendTo(subscriptionDlq)] }),
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      redriveAllowPolicy: redriveAllow([]),
    });
    this.subscribe(subscriptionDeadLetters);
  }

  private topicMaySendTo(part: string): Statement {
    const { naming, topic } = this.props;
    return allowTopicToSend(naming.sqsArn(part), naming.snsArn(topic.part));
  }

  private subscribe(deadLetters: SqsQueue): void {
    const { naming, name, topic, filterPolicy } = this.props;
    new SnsTopicSubscription(this, 'subscription', {
      topicArn: topic.arn,
      protocol: 'sqs',
      endpoint: this.source.arn,
      rawMessageDelivery: true,
      ...filter(filterPolicy),
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: naming.sqsArn(subscriptionDeadLetterQueue(name)) }),
      dependsOn: [deadLetters],
    });
  }
}

/** Literal JSON at plan time: a filter "known after apply" would let every message through until it is applied. */
const filter = (filterPolicy: FilterPolicy = {}) =>
  Object.keys(filterPolicy).length === 0
    ? {}
    : { filterPolicy: JSON.stringify(filterPolicy), filterPolicyScope: 'MessageAttributes' };
