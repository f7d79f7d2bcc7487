import { describeError } from '../domain/kit/errors/describe-error';
import type { ChannelQueue, QueueMessage, SourceQueue } from '../ports/channel-queue';
import { checkSqsLimits } from './sqs-limits';

export interface SentMessage {
  readonly message: QueueMessage;
  readonly delaySeconds: number;
}

export interface MemoryChannelQueue extends ChannelQueue, SourceQueue {
  /** In order of sending; never removed. */
  readonly sent: readonly SentMessage[];
  readonly deadLetters: readonly QueueMessage[];
}

/** In-memory queues of a channel. Throws where SQS would refuse. */
export function memoryChannelQueue(): MemoryChannelQueue {
  const sent: SentMessage[] = [];
  const deadLetters: QueueMessage[] = [];
  const send: ChannelQueue['send'] = async (messages, delaySeconds) => {
    for (const message of messages) checkSqsLimits(message, delaySeconds);
    sent.push(...messages.map((message) => ({ message, delaySeconds })));
  };
  return {
    sent,
    deadLetters,
    send,
    ...sourceQueueOf(send),
    deadLetter: async (message) => {
      checkSqsLimits(message, 0);
      deadLetters.push(message);
    },
  };
}

/** Makes a source queue from a `send` function that throws if it fails. */
export const sourceQueueOf = (send: ChannelQueue['send']): SourceQueue => ({
  offer: (messages) =>
    Promise.all(
      messages.map(async (message) => {
        try {
          await send([message], 0);
          return undefined;
        } catch (error) {
          return describeError(error);
        }
      }),
    ),
});
