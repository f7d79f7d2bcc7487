import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { Construct } from 'constructs';
import type { ChannelManifest } from '../../shared/domain/channel';
import type { Environment } from '../environment';
import { consumerStatements, type Grant } from './capabilities';
import type { ChannelQueues } from './channel-queues';
import { Lambda } from './lambda';
import { concurrencyOf, paceVariables } from './mail-pace';
import { deadLetterQueue, type Naming, sourceQueue } from './naming';

export interface ChannelFunctionProps {
  readonly naming: Naming;
  readonly environment: Environment;
  readonly manifest: ChannelManifest;
  readonly queues: ChannelQueues;
  readonly channels: readonly string[];
  /** Folder that `npm run bundle` wrote `<channel>.zip` to. */
  readonly bundles: string;
}

/** A claim outlives its owner by this much, for the clocks of two hosts differ. */
const LEASE_MARGIN_SECONDS = 5;

/** The function that drains a channel's queue. */
export class ChannelFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: ChannelFunctionProps) {
    super(scope, id);
    const { manifest, queues } = props;
    const { batchingWindowSeconds } = manifest.queue;
    const lambda = new Lambda(this, 'lambda', { ...props, needs: needsOf(props) });
    this.function = lambda.function;
    new LambdaEventSourceMapping(this, 'event_source', {
      eventSourceArn: queues.source.arn,
      functionName: this.function.functionName,
      batchSize: manifest.queue.batchSize,
      ...(batchingWindowSeconds && { maximumBatchingWindowInSeconds: batchingWindowSeconds }),
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: concurrencyOf(manifest, props.environment) },
      // Without its permissions the mapping is refused, or disabled later.
      dependsOn: [lambda.policy],
    });
  }
}

function needsOf({ naming, environment, manifest, channels }: ChannelFunctionProps): Grant {
  const queue = sourceQueue(manifest.name);
  const deadLetters = deadLetterQueue(manifest.name);
  return {
    statements: consumerStatements(naming, environment, { queue, sendsTo: [queue, deadLetters] }),
    variables: {
      CHANNELS: channels.join(','),
      // Computed, so that functions need not wait for their queues: 50 s of an apply.
      QUEUE_URL: naming.queueUrl(queue),
      DEAD_LETTER_QUEUE_URL: naming.queueUrl(deadLetters),
      LEASE_SECONDS: String(manifest.function.timeoutSeconds + LEASE_MARGIN_SECONDS),
      RETRY_DELAYS_SECONDS: (environment.retryDelaysSeconds ?? manifest.retryDelaysSeconds).join(','),
      ...paceVariables(manifest, environment),
    },
  };
}
