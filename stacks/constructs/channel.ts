import { Construct } from 'constructs';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { Environment } from '../environment';
import { ChannelFunction } from './channel-function';
import { ConsumerAlarms } from './consumer-alarms';
import { type Naming, NOTIFICATIONS } from './naming';
import { StrayCount } from './stray-count';
import { SubscribedQueues } from './subscribed-queues';

export interface ChannelProps {
  /** Names and ARNs of the environment's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Manifest of the channel. */
  readonly manifest: ChannelManifest;
  /** ARN of the topic of notifications, as a reference. */
  readonly topicArn: string;
  /** ARN of the topic that alarms publish to. */
  readonly alarmsTopicArn: string;
  /** Names of all channels of the stack. */
  readonly channels: readonly string[];
  /** Whether functions reserve concurrency; false where the account's quota has no room for it. */
  readonly reserves: boolean;
  /** Folder of the function bundles, `<name>.zip` each. */
  readonly bundles: string;
}

/** One channel: filtered subscription → queue → function, with dead-letter queues and alarms. */
export class Channel extends Construct {
  constructor(scope: Construct, props: ChannelProps) {
    super(scope, props.manifest.name);
    const { manifest, topicArn } = props;
    const { source: queue } = new SubscribedQueues(this, 'queues', {
      ...props,
      ...manifest,
      topic: { part: NOTIFICATIONS, arn: topicArn },
    });
    const { logGroupName } = new ChannelFunction(this, 'function', { ...props, queue });
    const named = { ...props, name: manifest.name, logGroupName };
    new ConsumerAlarms(this, 'alarms', named);
    if (isFiltered(manifest)) new StrayCount(this, 'strays', named);
  }
}

/** A channel without a filter policy has no strays. */
const isFiltered = ({ filterPolicy }: ChannelManifest): boolean => Object.keys(filterPolicy).length > 0;
