import type { CodedError, Fault } from '../domain/kit/errors/coded-error';
import type { Sized } from '../domain/notification/message-size';

export interface TopicMessage extends Sized {
  /** The tenant. SNS passes it on to SQS as message group (fair queues). */
  readonly groupId: string;
}

/** Result of one message of a batch. */
export type TopicAnswer =
  | { readonly status: 'published'; readonly messageId: string }
  | {
      readonly status: 'failed';
      /** One of Carillon's codes. */
      readonly code: string;
      readonly message: string;
      /** A retry may succeed. */
      readonly retryable: boolean;
      /** Faults by rules that the sender does not have: it was refused, and not stored. @default it may be stored */
      readonly faults?: readonly Fault[];
    };

/** The answer for each message of a call that failed after its retries. */
export const failedAnswer = ({ code, message, fix }: CodedError): TopicAnswer => ({
  status: 'failed',
  code,
  message: `${message}; ${fix}`,
  retryable: false,
});

/** The topic to which notifications are published. */
export interface Topic {
  /** Resolves when the message is stored, else rejects with a `CodedError`. */
  publish(message: TopicMessage): Promise<{ messageId: string }>;
  /**
   * At most 10 messages and 262,144 bytes in total. One answer per message, in order; a missing one counts as a
   * failure. Never rejects.
   */
  publishBatch(messages: readonly TopicMessage[]): Promise<readonly TopicAnswer[]>;
}
