import type { SNSClient } from '@aws-sdk/client-sns';
import { ulid } from 'ulid';
import type { UnknownTypes } from '../catalogue/type-faults';
import type { ChannelManifest } from '../domain/manifest/channel';
import { type Clock, systemClock } from '../ports/clock';
import type { Topic } from '../ports/topic';
import { deployedChannels } from './deployed-channels';
import { explainChannel } from './explain-channel';
import { prepare, type Settings } from './prepare';
import type { Producer } from './producer';
import type { Sleep } from './publish-all';
import { prepared, publishMany, publishOne } from './publish-entries';
import { sleepWithJitter } from './sleep-with-jitter';
import { topicOf } from './topic-of';

export interface ProducerOptions {
  /** The stack's output `topic_arn`. */
  readonly topicArn: string;
  /** URI reference of the producer, such as `/shop/orders`. At most 256 characters. */
  readonly source: string;
  /** @default none: every notification names its own */
  readonly tenant?: string;
  /** @default one with the default credential chain, for the topic's region; `AWS_ENDPOINT_URL` is honoured */
  readonly client?: SNSClient;
  /** @default the system's */
  readonly clock?: Clock;
  /** Makes ids, which must be ULIDs. @default random ones of the clock's time */
  readonly ids?: () => string;
  /** The channels that are deployed. @default those of this version */
  readonly channels?: readonly ChannelManifest[];
  /**
   * Policy for types that are not in the catalogue. Use `allow` only if the stack's output `unknown_types` says so.
   * @default refuse, so that a misspelt type throws `notification.invalid`
   */
  readonly unknownTypes?: UnknownTypes;
  /** Waits between the tries of a batch. @default a timer with jitter */
  readonly sleep?: Sleep;
  /** Replaces SNS, for example by a fake in your tests. @default SNS */
  readonly topic?: Topic;
}

/**
 * Creates a producer. Sends nothing, and looks for no credentials, before the first notification is published.
 *
 * @throws CodedError `producer.topic_arn`
 */
export function createProducer(options: ProducerOptions): Producer {
  const { sleep = sleepWithJitter, topic = topicOf(options) } = options;
  const settings = settingsOf(options);
  return {
    publish: async (type, data, publishOptions) => publishOne({ ...publishOptions, type, data }, settings, topic),
    publishNotification: async (entry) => publishOne(entry, settings, topic),
    publishBatch: async (entries, batchOptions = {}) => publishMany(entries, batchOptions, settings, { topic, sleep }),
    validate: (entry) => {
      const preparation = prepare(entry, settings);
      return preparation.ok ? [] : preparation.faults;
    },
    explain: (entry) => {
      const message = prepared(entry, settings);
      return settings.channels.map((manifest) => explainChannel(manifest, message));
    },
  };
}

function settingsOf({
  source,
  tenant,
  clock = systemClock,
  ids,
  channels = deployedChannels,
  unknownTypes = 'refuse',
}: ProducerOptions): Settings {
  return { source, tenant, clock, channels, unknownTypes, ids: ids ?? (() => ulid(clock.now().getTime())) };
}
