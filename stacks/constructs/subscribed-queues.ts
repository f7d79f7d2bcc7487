import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { FilterPolicy } from '../../shared/domain/filter-policy/filter-policy';
import type { QueueTuning, RuntimeTuning } from '../../shared/domain/manifest/channel';
import { visibilityTimeoutSeconds } from '../../shared/domain/manifest/visibility-timeout';
import type { Environment } from '../environment';
import { deadLetterQueue, type Naming, sourceQueue, subscriptionDeadLetterQueue } from './naming';
import { allowTopicToSend, type Statement } from './policies';
import { DEAD_LETTER_RETENTION_SECONDS, queueConfig, redriveAllow } from './queue-config';

const DAY_SECONDS = 86_400;

export interface SubscribedQueuesProps {
  readonly naming: Naming;
  readonly environment: Environment;
  /** Of the channel or function. */
  readonly name: string;
  readonly topic: {
    /** Its part of the name, so that policies can be literal. */
    readonly part: string;
    readonly arn: string;
  };
  /** @default everything */
  readonly filterPolicy?: FilterPolicy;
  readonly queue: QueueTuning;
  /** Of the function that drains the queue. */
  readonly function: RuntimeTuning;
}

/**
 * A source queue that is subscribed to a topic, its dead-letter queue, and the one of its subscription for what SNS could
 * not hand over. Policies and redrive policies are inline: each as a resource of its own would cost the provider a wait
 * of 25 s.
 */
export class SubscribedQueues extends Construct {
  readonly source: SqsQueue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SubscribedQueuesProps,
  ) {
    super(scope, id);
    const { naming, name } = props;
    const [source, dlq, subscriptionDlq] = [
      sourceQueue(name),
      deadLetterQueue(name),
      subscriptionDeadLetterQueue(name),
    ];
    const deadLetters = new SqsQueue(this, 'dlq', {
      ...this.config(dlq, []),
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      redriveAllowPolicy: redriveAllow([naming.sqsArn(source)]),
    });
    const subscriptionDeadLetters = new SqsQueue(this, 'subscription_dlq', {
      ...this.config(subscriptionDlq, [this.topicMaySendTo(subscriptionDlq)]),
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      redriveAllowPolicy: redriveAllow([]),
    });
    this.source = new SqsQueue(this, 'queue', {
      ...this.config(source, [this.topicMaySendTo(source)]),
      messageRetentionSeconds: 4 * DAY_SECONDS,
      visibilityTimeoutSeconds: visibilityTimeoutSeconds(props.function, props.queue),
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: naming.sqsArn(dlq),
        maxReceiveCount: props.queue.maxReceiveCount,
      }),
      redriveAllowPolicy: redriveAllow([]),
      // AWS refuses a redrive policy whose target does not exist yet, and a computed ARN orders nothing by itself.
      dependsOn: [deadLetters],
    });
    this.subscribe(subscriptionDeadLetters);
  }

  private config(part: string, statements: readonly Statement[]) {
    return queueConfig(part, { ...this.props, statements });
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

/** Literal JSON at plan time: a filter "known after apply" would let everything through until it is applied. */
const filter = (filterPolicy: FilterPolicy = {}) =>
  Object.keys(filterPolicy).length === 0
    ? {}
    : { filterPolicy: JSON.stringify(filterPolicy), filterPolicyScope: 'MessageAttributes' };
