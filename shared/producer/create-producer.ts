import type { SNSClient } from '@aws-sdk/client-sns';
import type { Topic } from '../ports/topic';
import { explainChannel } from './explain-channel';
import { prepare } from './prepare';
import type { Producer } from './producer';
import { producerSettings, type SettingsOptions } from './producer-settings';
import type { Sleep } from './publish-all';
import { prepared, publishMany, publishOne } from './publish-entries';
import { sleepWithJitter } from './sleep-with-jitter';
import { topicOf } from './topic-of';

export interface ProducerOptions extends SettingsOptions {
  /** The stack's output `topic_arn`. */
  readonly topicArn: string;
  /** @default one with the default credential chain, for the topic's region; `AWS_ENDPOINT_URL` is honoured */
  readonly client?: SNSClient;
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
  const settings = producerSettings(options);
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
