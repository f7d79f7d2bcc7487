import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Construct } from 'constructs';
import type { QueueTuning } from '../../shared/domain/manifest/channel';
import type { Lambda } from '../constructs/lambda';

export interface EventSourceProps {
  /** Queue to drain. */
  readonly queue: SqsQueue;
  /** Batch size, and seconds that Lambda waits for a batch to fill. */
  readonly tuning: QueueTuning;
  /** Concurrent instances of the function for this queue; Lambda allows 2 to 1,000. */
  readonly maximumConcurrency: number;
}

/** Event source mapping from a queue to a function, with partial batch responses: only failed records are received again. */
export const addEventSource = (
  scope: Construct,
  { function: fn, policy }: Lambda,
  { queue, tuning: { batchSize, batchingWindowSeconds }, maximumConcurrency }: EventSourceProps,
): LambdaEventSourceMapping =>
  new LambdaEventSourceMapping(scope, 'event_source', {
    eventSourceArn: queue.arn,
    functionName: fn.functionName,
    batchSize,
    ...(batchingWindowSeconds && { maximumBatchingWindowInSeconds: batchingWindowSeconds }),
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency },
    // Lambda refuses the mapping, or disables it later, while the function lacks its permissions.
    dependsOn: [policy],
  });
