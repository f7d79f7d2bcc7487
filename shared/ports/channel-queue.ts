import type { MessageAttributes } from '../domain/notification/routing';

/** An SQS message, received or to be sent. */
export interface QueueMessage {
  readonly body: string;
  /** At most 10. */
  readonly attributes: MessageAttributes;
  /** Message group of SQS fair queues on a standard queue: one tenant's backlog does not delay another tenant. */
  readonly groupId?: string;
}

/** A channel's own queue and its dead-letter queue. */
export interface ChannelQueue {
  /**
   * Sends to the source queue; resolves when every message is stored, and throws if one is not. `delaySeconds` 0–900.
   */
  send(messages: readonly QueueMessage[], delaySeconds: number): Promise<void>;
  /** Stores a message in the dead-letter queue. Throws if it is not stored. */
  deadLetter(message: QueueMessage): Promise<void>;
}

/** The source queue of a channel, for the sweeper: one refused message must not block the others. */
export interface SourceQueue {
  /**
   * Sends each message independently, without delay.
   *
   * @returns one result per message, in order: undefined if it is stored, otherwise the error. A message whose request
   *   got no answer may be stored all the same.
   */
  offer(messages: readonly QueueMessage[]): Promise<readonly (string | undefined)[]>;
}
