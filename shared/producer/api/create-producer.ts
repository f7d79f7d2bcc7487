import type { Topic } from '../../ports/topic';
import type { Producer } from '../producer';
import { producerOf } from '../producer-of';
import type { SettingsOptions } from '../producer-settings';
import type { Sleep } from '../publish-all';
import { sleepWithJitter } from '../sleep-with-jitter';
import { type ApiOptions, apiTarget } from './api-options';
import { apiTopic } from './api-topic';

export interface ApiProducerOptions extends SettingsOptions, ApiOptions {
  /** Waits between tries. @default a timer with jitter */
  readonly sleep?: Sleep;
  /** Replaces the API, for example by a fake in your tests. @default the API */
  readonly topic?: Topic;
  readonly topicArn?: undefined;
  readonly client?: undefined;
}

/**
 * Creates a producer that publishes through the HTTP API, without the AWS SDK. Sends nothing before the first notification
 * is published.
 *
 * @throws CodedError `producer.endpoint`, `producer.credentials`
 */
export function createProducer(options: ApiProducerOptions): Producer {
  const { sleep = sleepWithJitter, topic = apiTopic(apiTarget(options), sleep) } = options;
  return producerOf(options, topic, sleep);
}
