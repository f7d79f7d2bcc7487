/** The publishing SDK. */
export { CodedError, type Fault } from '../domain/coded-error';
export type { Notification, Severity } from '../domain/notification';
export { createProducer, type ProducerOptions } from './create-producer';
export type {
  DataFor,
  DataOf,
  Entries,
  Entry,
  EntryResult,
  Explanation,
  NotificationType,
  Producer,
  Published,
  PublishOptions,
} from './producer';
export type { Topic, TopicAnswer, TopicMessage } from './topic';
