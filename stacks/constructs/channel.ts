import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import type { ChannelManifest } from '../../shared/domain/channel';
import type { Environment } from '../environment';
import { ChannelAlarms } from './channel-alarms';
import { ChannelFunction } from './channel-function';
import { ChannelQueues } from './channel-queues';
import { type Naming, subscriptionDeadLetterQueue } from './naming';

export interface ChannelProps {
  readonly naming: Naming;
  readonly environment: Environment;
  readonly manifest: ChannelManifest;
  readonly topicArn: string;
  readonly alarmsTopicArn: string;
  /** Names of all channels of the stack. */
  readonly channels: readonly string[];
  /** Folder of the function bundles. */
  readonly bundles: string;
}

/** One channel: filtered subscription → queue → function, with dead-letter queues and alarms. */
export class Channel extends Construct {
  readonly queues: ChannelQueues;
  readonly function: ChannelFunction;

  constructor(scope: Construct, props: ChannelProps) {
    super(scope, props.manifest.name);
    this.queues = new ChannelQueues(this, 'queues', props);
    this.function = new ChannelFunction(this, 'function', { ...props, queues: this.queues });
    this.subscribe(props);
    new ChannelAlarms(this, 'alarms', { ...props, name: props.manifest.name });
  }

  private subscribe({ naming, manifest, topicArn }: ChannelProps): void {
    new SnsTopicSubscription(this, 'subscription', {
      topicArn,
      protocol: 'sqs',
      endpoint: this.queues.source.arn,
      rawMessageDelivery: true,
      ...filter(manifest),
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: naming.sqsArn(subscriptionDeadLetterQueue(manifest.name)),
      }),
      dependsOn: [this.queues.subscriptionDeadLetters],
    });
  }
}

/** Literal JSON at plan time: a filter "known after apply" would let everything through until it is applied. */
const filter = ({ filterPolicy }: ChannelManifest) =>
  Object.keys(filterPolicy).length === 0
    ? {}
    : { filterPolicy: JSON.stringify(filterPolicy), filterPolicyScope: 'MessageAttributes' };
