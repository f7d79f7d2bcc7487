/** The publishing SDK through the HTTP API alone, for runtimes without the AWS SDK. */
export type { DataOf, NotificationType } from '../../catalogue/data-of';
export { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
export type { Notification, Severity } from '../../domain/notification/notification';
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
} from '../producer';
export { PublishError } from '../publish-error';
export type { AwsCredentials, Fetch } from './api-options';
export { type ApiProducerOptions, createProducer } from './create-producer';
