import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { QueueTuning, RuntimeTuning } from '../../shared/domain/manifest/channel';
import { visibilityTimeoutSeconds } from '../../shared/domain/manifest/visibility-timeout';
import type { Environment } from '../environment';
import { deadLetterQueue, type Naming, sourceQueue } from './naming';
import { DEAD_LETTER_RETENTION_SECONDS, queueConfig, redriveAllow } from './queue-config';

const DAY_SECONDS = 86_400;

export interface RetryQueueProps {
  readonly naming: Naming;
  readonly environment: Environment;
  /** Of the function that sends to it and drains it. */
  readonly name: string;
  readonly queue: QueueTuning;
  readonly function: RuntimeTuning;
}

/** A queue that nobody but its own function sends to, and its dead-letter queue. Policies are inline, as everywhere. */
export class RetryQueue extends Construct {
  readonly source: SqsQueue;

  constructor(scope: Construct, id: string, props: RetryQueueProps) {
    super(scope, id);
    const { naming, name } = props;
    const [source, dlq] = [sourceQueue(name), deadLetterQueue(name)];
    const deadLetters = new SqsQueue(this, 'dlq', {
      ...queueConfig(dlq, { ...props, statements: [] }),
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      redriveAllowPolicy: redriveAllow([naming.sqsArn(source)]),
    });
    this.source = new SqsQueue(this, 'queue', {
      ...queueConfig(source, { ...props, statements: [] }),
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
  }
}
