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
}

/**
 * Creates a producer that publishes through the HTTP API, without the AWS SDK. Sends nothing before the first notification
 * is published.
 *
 * @throws CodedError `producer.endpoint`, `producer.credentials`
 */
export function createProducer(options: ApiProducerOptions): Producer {
  const { sleep = sleepWithJitter } = options;
  return producerOf(options, apiTopic(apiTarget(options), sleep), sleep);
}
