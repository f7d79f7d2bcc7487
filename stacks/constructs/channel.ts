import { Construct } from 'constructs';
import type { ChannelManifest } from '../../shared/domain/manifest/channel';
import type { Environment } from '../environment';
import { ChannelFunction } from './channel-function';
import { ConsumerAlarms } from './consumer-alarms';
import { type Naming, NOTIFICATIONS } from './naming';
import { StrayCount } from './stray-count';
import { SubscribedQueues } from './subscribed-queues';

export interface ChannelProps {
  readonly naming: Naming;
  readonly environment: Environment;
  readonly manifest: ChannelManifest;
  readonly topicArn: string;
  readonly alarmsTopicArn: string;
  /** Names of all channels of the stack. */
  readonly channels: readonly string[];
  /** Whether the account has room for what functions reserve. */
  readonly reserves: boolean;
  /** Folder of the function bundles. */
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

/** What takes everything has no strays. */
const isFiltered = ({ filterPolicy }: ChannelManifest): boolean => Object.keys(filterPolicy).length > 0;
