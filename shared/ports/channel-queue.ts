import type { MessageAttributes } from '../domain/notification/routing';

/** An SQS message as we received it or mean to send it. */
export interface QueueMessage {
  readonly body: string;
  /** At most 10. */
  readonly attributes: MessageAttributes;
  /** SQS serves groups in turn on a standard queue (fair queues), so that one tenant does not hold up another. */
  readonly groupId?: string;
}

/** A channel's own queue and its dead-letter queue. */
export interface ChannelQueue {
  /** Sends to the source queue; returns when every message is stored. `delaySeconds` 0–900. Throws when one is not. */
  send(messages: readonly QueueMessage[], delaySeconds: number): Promise<void>;
  /** Keeps a message in the dead-letter queue. Throws when it is not stored. */
  deadLetter(message: QueueMessage): Promise<void>;
}

/** The source queue of a channel, for the sweeper: a message that is refused must not keep the others. */
export interface SourceQueue {
  /**
   * Sends each message by itself, without delay.
   *
   * @returns in the order of `messages`: undefined where it is stored, otherwise why not. One whose request had no answer
   *   may be stored all the same.
   */
  offer(messages: readonly QueueMessage[]): Promise<readonly (string | undefined)[]>;
}
