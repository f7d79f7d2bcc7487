import type { SNSClient } from '@aws-sdk/client-sns';
import type { Topic } from '../ports/topic';
import { type ApiProducerOptions, createProducer as createApiProducer } from './api/create-producer';
import type { Producer } from './producer';
import { producerOf } from './producer-of';
import type { SettingsOptions } from './producer-settings';
import type { Sleep } from './publish-all';
import { sleepWithJitter } from './sleep-with-jitter';
import { topicOf } from './topic-of';

export interface TopicProducerOptions extends SettingsOptions {
  readonly endpoint?: undefined;
  readonly token?: undefined;
  readonly credentials?: undefined;
  /** The stack's output `topic_arn`. */
  readonly topicArn: string;
  /** @default one with the default credential chain, for the topic's region; `AWS_ENDPOINT_URL` is honoured */
  readonly client?: SNSClient;
  /** Waits between the tries of a batch. @default a timer with jitter */
  readonly sleep?: Sleep;
  /** Replaces SNS, for example by a fake in your tests. @default SNS */
  readonly topic?: Topic;
}

/** Publishes to SNS by `topicArn`, or through the HTTP API by `endpoint`. */
export type ProducerOptions = TopicProducerOptions | ApiProducerOptions;

/**
 * Creates a producer. Sends nothing, and looks for no credentials, before the first notification is published.
 *
 * @throws CodedError `producer.topic_arn`, `producer.endpoint`, `producer.credentials`
 */
export function createProducer(options: ProducerOptions): Producer {
  if (options.endpoint !== undefined) return createApiProducer(options);
  const { sleep = sleepWithJitter, topic = topicOf(options) } = options;
  return producerOf(options, topic, sleep);
}
