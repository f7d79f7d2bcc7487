import type { Sized } from '../domain/notification/message-size';

export interface TopicMessage extends Sized {
  /** The tenant. SNS hands it on to SQS, which serves groups in turn (fair queues). */
  readonly groupId: string;
}

/** What became of one message of a batch. */
export type TopicAnswer =
  | { readonly status: 'published'; readonly messageId: string }
  | {
      readonly status: 'failed';
      /** One of Carillon's codes. */
      readonly code: string;
      readonly message: string;
      /** Another attempt may succeed. */
      readonly retryable: boolean;
    };

/** Where notifications are published to. */
export interface Topic {
  /** Resolves when the message is stored. Rejects with a `CodedError` otherwise. */
  publish(message: TopicMessage): Promise<{ messageId: string }>;
  /**
   * At most 10 messages and 262,144 bytes together. One answer for each message, in order; a missing one
   * counts as a failure. Never rejects.
   */
  publishBatch(messages: readonly TopicMessage[]): Promise<readonly TopicAnswer[]>;
}
