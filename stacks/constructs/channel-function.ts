import { LambdaFunctionRecursionConfig } from '@cdktf/provider-aws/lib/lambda-function-recursion-config';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { Grant } from '../capabilities/grant';
import { consumerStatements } from '../capabilities/sqs';
import type { Environment } from '../environment';
import { addEventSource } from '../triggers/event-source';
import { concurrencyOf } from './concurrency';
import { Lambda } from './lambda';
import { paceVariables } from './mail-pace';
import { deadLetterQueue, type Naming, sourceQueue } from './naming';

export interface ChannelFunctionProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Manifest of the channel. */
  readonly manifest: ChannelManifest;
  /** Source queue of the channel, which the function drains. */
  readonly queue: SqsQueue;
  /** Names of all channels of the stack. */
  readonly channels: readonly string[];
  /** Whether the account has room for what functions reserve. */
  readonly reserves: boolean;
  /** Folder of the function bundles, `<name>.zip` each. */
  readonly bundles: string;
}

/** Clock skew allowance: a lease ends this much later than the longest run of the worker that holds it. */
const LEASE_MARGIN_SECONDS = 5;

/** The function that drains a channel's queue. */
export class ChannelFunction extends Construct {
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: ChannelFunctionProps) {
    super(scope, id);
    const { manifest, queue } = props;
    const lambda = new Lambda(this, 'lambda', { ...props, needs: needsOf(props) });
    this.logGroupName = lambda.logGroup.name;
    const maximumConcurrency = concurrencyOf(manifest, props.environment);
    // `mayHop` bounds the hops instead. Lambda would refuse the invocation, so that SQS dead-letters the message without our
    // reason, and AWS does not document how it counts a batch of several chains.
    new LambdaFunctionRecursionConfig(this, 'recursion', {
      functionName: lambda.function.functionName,
      recursiveLoop: 'Allow',
    });
    addEventSource(this, lambda, { queue, tuning: manifest.queue, maximumConcurrency });
  }
}

function needsOf({ naming, environment, manifest, channels }: ChannelFunctionProps): Grant {
  const queue = sourceQueue(manifest.name);
  const deadLetters = deadLetterQueue(manifest.name);
  return {
    statements: consumerStatements(naming, environment, { queue, sendsTo: [queue, deadLetters] }),
    variables: {
      CHANNELS: channels.join(','),
      UNKNOWN_TYPES: environment.unknownTypes,
      // Computed URLs, so that functions need not wait for their queues, which take 50 s of an apply.
      QUEUE_URL: naming.queueUrl(queue),
      DEAD_LETTER_QUEUE_URL: naming.queueUrl(deadLetters),
      LEASE_SECONDS: String(manifest.function.timeoutSeconds + LEASE_MARGIN_SECONDS),
      RETRY_DELAYS_SECONDS: (environment.retryDelaysSeconds ?? manifest.retryDelaysSeconds).join(','),
      ...paceVariables(manifest, environment),
    },
  };
}
