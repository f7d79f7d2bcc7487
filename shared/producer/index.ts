/** The publishing SDK. */
export type { DataOf, NotificationType } from '../catalogue/data-of';
export { CodedError, type Fault } from '../domain/kit/errors/coded-error';
export type { Notification, Severity } from '../domain/notification/notification';
export type { Topic, TopicAnswer, TopicMessage } from '../ports/topic';
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
