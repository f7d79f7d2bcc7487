import { MAX_DELAY_SECONDS } from '../domain/delivery/retry-schedule';
import { messageBytes } from '../domain/notification/message-size';
import { MAX_MESSAGE_BYTES } from '../domain/notification/notification';
import type { QueueMessage } from '../ports/channel-queue';

const MAX_ATTRIBUTES = 10;
/** Amazon SQS API, SendMessage, "MessageBody": what is not listed there is refused. */
const REFUSED_CHARACTERS = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Throws a `RangeError` if SQS would refuse the message: delay, number of attributes, size, empty values, characters.
 */
export function checkSqsLimits(message: QueueMessage, delaySeconds: number): void {
  const problem = delayProblem(delaySeconds) ?? sizeProblem(message) ?? textProblem(message);
  if (problem !== undefined) throw new RangeError(problem);
}

function delayProblem(delaySeconds: number): string | undefined {
  if (Number.isInteger(delaySeconds) && delaySeconds >= 0 && delaySeconds <= MAX_DELAY_SECONDS) return undefined;
  return `delay is ${delaySeconds} s, expected a whole number from 0 to ${MAX_DELAY_SECONDS}`;
}

function sizeProblem(message: QueueMessage): string | undefined {
  const count = Object.keys(message.attributes).length;
  if (count > MAX_ATTRIBUTES) return `message has ${count} attributes, expected at most ${MAX_ATTRIBUTES}`;
  const bytes = messageBytes(message);
  return bytes > MAX_MESSAGE_BYTES ? `message has ${bytes} bytes, expected at most ${MAX_MESSAGE_BYTES}` : undefined;
}

function textProblem({ body, attributes }: QueueMessage): string | undefined {
  const texts = [body, ...Object.values(attributes).map(({ StringValue }) => StringValue)];
  if (texts.includes('')) return 'body or attribute is empty, expected at least one character';
  if (!texts.some((text) => REFUSED_CHARACTERS.test(text))) return undefined;
  return 'body or attribute holds a character that SQS refuses, expected tab, line breaks and U+0020 to U+FFFD or higher planes';
}
