import type { ChannelQueue, QueueMessage } from '../ports/channel-queue';
import { checkSqsLimits } from './sqs-limits';

export interface SentMessage {
  readonly message: QueueMessage;
  readonly delaySeconds: number;
}

export interface MemoryChannelQueue extends ChannelQueue {
  /** In the order they came; nothing takes them out. */
  readonly sent: readonly SentMessage[];
  readonly deadLetters: readonly QueueMessage[];
}

/** A channel's queues in this process. Throws where SQS would refuse. */
export function memoryChannelQueue(): MemoryChannelQueue {
  const sent: SentMessage[] = [];
  const deadLetters: QueueMessage[] = [];
  return {
    sent,
    deadLetters,
    send: async (messages, delaySeconds) => {
      for (const message of messages) checkSqsLimits(message, delaySeconds);
      sent.push(...messages.map((message) => ({ message, delaySeconds })));
    },
    deadLetter: async (message) => {
      checkSqsLimits(message, 0);
      deadLetters.push(message);
    },
  };
}
