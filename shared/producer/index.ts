/** The publishing SDK. */
export type { DataOf, NotificationType } from '../catalogue/data-of';
export { CodedError, type Fault } from '../domain/coded-error';
export type { Notification, Severity } from '../domain/notification/notification';
export { createProducer, type ProducerOptions } from './create-producer';
export type {
  BatchOptions,
  DataFor,
  Entries,
  Entry,
  EntryResult,
  Explanation,
  Producer,
  Published,
  PublishOptions,
} from './producer';
export { PublishError } from './publish-error';
export type { Topic, TopicAnswer, TopicMessage } from './topic';
