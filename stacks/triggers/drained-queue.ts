import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Construct } from 'constructs';
import type { QueueTuning, RuntimeTuning } from '../../shared/domain/manifest/channel';
import { visibilityTimeoutSeconds } from '../../shared/domain/manifest/visibility-timeout';
import type { Statement } from '../capabilities/policies';
import { deadLetterQueue, type Naming, sourceQueue } from '../constructs/naming';
import { DEAD_LETTER_RETENTION_SECONDS, queueConfig, redriveAllow } from '../constructs/queue-config';
import type { Environment } from '../environment';

const DAY_SECONDS = 86_400;

export interface DrainedQueueProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Name of the channel or function that drains the queue. */
  readonly name: string;
  /** Receives before a message is dead-lettered, batch size, and batching window in seconds. */
  readonly queue: QueueTuning;
  /** Timeout of the function in seconds; the visibility timeout is six times as long. */
  readonly function: RuntimeTuning;
}

/**
 * Source queue of a function, with its dead-letter queue.
 *
 * @param statements of the queue policy, for AWS services that send to it. @default none: senders need an IAM policy
 * @param ofDeadLetters statements of the dead-letter queue's policy. @default none
 */
export function addDrainedQueue(
  scope: Construct,
  { naming, environment, name, queue, function: fn }: DrainedQueueProps,
  statements: readonly Statement[] = [],
  ofDeadLetters: readonly Statement[] = [],
): SqsQueue {
  const [source, dlq] = [sourceQueue(name), deadLetterQueue(name)];
  const deadLetters = new SqsQueue(scope, 'dlq', {
    ...queueConfig(dlq, { naming, environment, statements: ofDeadLetters }),
    messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
    redriveAllowPolicy: redriveAllow([naming.sqsArn(source)]),
  });
  return new SqsQueue(scope, 'queue', {
    ...queueConfig(source, { naming, environment, statements }),
    messageRetentionSeconds: 4 * DAY_SECONDS,
    visibilityTimeoutSeconds: visibilityTimeoutSeconds(fn, queue),
    redrivePolicy: JSON.stringify({
      deadLetterTargetArn: naming.sqsArn(dlq),
      maxReceiveCount: queue.maxReceiveCount,
    }),
    redriveAllowPolicy: redriveAllow([]),
    // SQS refuses a redrive policy whose target does not exist yet, and a computed ARN is no dependency for Terraform.
    dependsOn: [deadLetters],
  });
}
