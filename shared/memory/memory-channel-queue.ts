import { messageBytes } from '../domain/batches';
import { MAX_MESSAGE_BYTES } from '../domain/notification';
import { MAX_DELAY_SECONDS } from '../domain/retry-schedule';
import type { ChannelQueue, QueueMessage } from '../ports/channel-queue';

const MAX_ATTRIBUTES = 10;
/** Amazon SQS API, SendMessage, "MessageBody": what is not listed there is refused. */
const REFUSED_CHARACTERS = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

export interface SentMessage {
  readonly message: QueueMessage;
  readonly delaySeconds: number;
}

export interface MemoryChannelQueue extends ChannelQueue {
  /** In the order they came; nothing takes them out. */
  readonly sent: readonly SentMessage[];
  readonly deadLetters: readonly QueueMessage[];
}

/** A channel's queues in this process. Refuses what SQS refuses. */
export function memoryChannelQueue(): MemoryChannelQueue {
  const sent: SentMessage[] = [];
  const deadLetters: QueueMessage[] = [];
  return {
    sent,
    deadLetters,
    send: async (messages, delaySeconds) => {
      checkDelay(delaySeconds);
      for (const message of messages) checkMessage(message);
      sent.push(...messages.map((message) => ({ message, delaySeconds })));
    },
    deadLetter: async (message) => {
      checkMessage(message);
      deadLetters.push(message);
    },
  };
}

export function checkDelay(delaySeconds: number): void {
  if (Number.isInteger(delaySeconds) && delaySeconds >= 0 && delaySeconds <= MAX_DELAY_SECONDS) return;
  throw new RangeError(`delay is ${delaySeconds} s, expected a whole number from 0 to ${MAX_DELAY_SECONDS}`);
}

export function checkMessage(message: QueueMessage): void {
  const values = Object.values(message.attributes).map(({ StringValue }) => StringValue);
  const bytes = messageBytes(message);
  if (values.length > MAX_ATTRIBUTES) throw new RangeError(`message has ${values.length} attributes, expected at most 10`);
  if (bytes > MAX_MESSAGE_BYTES) throw new RangeError(`message has ${bytes} bytes, expected at most ${MAX_MESSAGE_BYTES}`);
  if ([message.body, ...values].some((text) => text === '')) throw new RangeError('body or attribute is empty');
  if ([message.body, ...values].some((text) => REFUSED_CHARACTERS.test(text))) {
    throw new RangeError('body or attribute holds a character that SQS refuses');
  }
}
