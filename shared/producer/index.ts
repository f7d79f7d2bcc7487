/** The publishing SDK. */
export type { Topic, TopicAnswer, TopicMessage } from '../ports/topic';
export {
  type ApiProducerOptions,
  type AwsCredentials,
  type BatchOptions,
  CodedError,
  type DataFor,
  type DataOf,
  type Entries,
  type Entry,
  type EntryResult,
  type Explanation,
  type Fault,
  type Fetch,
  type Notification,
  type NotificationType,
  type Producer,
  PublishError,
  type Published,
  type PublishOptions,
  type Severity,
} from './api/index';
export { createProducer, type ProducerOptions, type TopicProducerOptions } from './create-producer';
