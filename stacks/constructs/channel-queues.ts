import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { ChannelManifest } from '../../shared/domain/channel';
import { visibilityTimeoutSeconds } from '../../shared/domain/visibility-timeout';
import type { Environment } from '../environment';
import { deadLetterQueue, type Naming, NOTIFICATIONS, sourceQueue, subscriptionDeadLetterQueue } from './naming';
import { allowTopicToSend, type Statement } from './policies';
import { DEAD_LETTER_RETENTION_SECONDS, queueConfig, redriveAllow } from './queue-config';

const DAY_SECONDS = 86_400;

export interface ChannelQueuesProps {
  readonly naming: Naming;
  readonly environment: Environment;
  readonly manifest: ChannelManifest;
}

/**
 * A channel's source queue, its dead-letter queue, and the one of its subscription for what SNS could not hand over.
 * Policies and redrive policies are inline: each as a resource of its own would cost the provider a wait of 25 s.
 */
export class ChannelQueues extends Construct {
  readonly source: SqsQueue;
  readonly deadLetters: SqsQueue;
  readonly subscriptionDeadLetters: SqsQueue;

  constructor(scope: Construct, id: string, { naming, environment, manifest }: ChannelQueuesProps) {
    super(scope, id);
    const topicArn = naming.snsArn(NOTIFICATIONS);
    const source = sourceQueue(manifest.name);
    const deadLetters = deadLetterQueue(manifest.name);
    const subscriptionDeadLetters = subscriptionDeadLetterQueue(manifest.name);
    const queue = (part: string, statements: readonly Statement[]) =>
      queueConfig(part, { naming, environment, statements });

    this.deadLetters = new SqsQueue(this, 'dlq', {
      ...queue(deadLetters, []),
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      redriveAllowPolicy: redriveAllow([naming.sqsArn(source)]),
    });
    this.subscriptionDeadLetters = new SqsQueue(this, 'subscription_dlq', {
      ...queue(subscriptionDeadLetters, [allowTopicToSend(naming.sqsArn(subscriptionDeadLetters), topicArn)]),
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      redriveAllowPolicy: redriveAllow([]),
    });
    this.source = new SqsQueue(this, 'queue', {
      ...queue(source, [allowTopicToSend(naming.sqsArn(source), topicArn)]),
      messageRetentionSeconds: 4 * DAY_SECONDS,
      visibilityTimeoutSeconds: visibilityTimeoutSeconds(manifest.function, manifest.queue),
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: naming.sqsArn(deadLetters),
        maxReceiveCount: manifest.queue.maxReceiveCount,
      }),
      redriveAllowPolicy: redriveAllow([]),
      // AWS refuses a redrive policy whose target does not exist yet, and a computed ARN orders nothing by itself.
      dependsOn: [this.deadLetters],
    });
  }
}
