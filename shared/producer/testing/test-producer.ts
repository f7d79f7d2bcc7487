import { ulid } from 'ulid';
import type { DataOf } from '../../catalogue/data-of';
import { createProducer, type TopicProducerOptions } from '../create-producer';
import type { Producer } from '../producer';
import { type FakeTopic, fakeTopic } from './fake-topic';

export const NOW = new Date('2026-11-23T09:30:00Z');
export const TOPIC_ARN = 'arn:aws:sns:eu-central-1:123456789012:carillon-prod-notifications';

/** Sequential ids, so that tests can name them: the first is `testId(0)`. */
export const testId = (n: number): string => `${ulid(NOW.getTime()).slice(0, 10)}${String(n).padStart(16, '0')}`;

export const shipped: DataOf<'order.shipped'> = {
  orderNumber: 'A-10293',
  carrier: 'Northline Express',
  items: [{ name: 'Walnut desk lamp', quantity: 1 }],
};

export interface TestProducer {
  readonly producer: Producer;
  readonly topic: FakeTopic;
  /** Milliseconds of every wait. */
  readonly waits: readonly number[];
}

/**
 * A producer for tenant `demo` that allows unknown types, with a fake topic, a fixed clock, sequential ids, and no
 * waits.
 */
export function testProducer(options: Partial<TopicProducerOptions> & { topic?: FakeTopic } = {}): TestProducer {
  const waits: number[] = [];
  const { topic = fakeTopic() } = options;
  let count = 0;
  const producer = createProducer({
    topicArn: TOPIC_ARN,
    source: '/shop',
    tenant: 'demo',
    clock: { now: () => NOW },
    ids: () => testId(count++),
    unknownTypes: 'allow',
    sleep: async (milliseconds) => void waits.push(milliseconds),
    ...options,
    topic,
  });
  return { producer, topic, waits };
}
