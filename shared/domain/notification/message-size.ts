import type { Fault } from '../kit/errors/coded-error';
import { MAX_NOTIFICATION_BYTES } from './notification';
import type { MessageAttribute, MessageAttributes } from './routing';

export interface Sized {
  readonly body: string;
  readonly attributes: MessageAttributes;
}

/**
 * Faults of a message over the limit. A larger one could be delivered once, but neither retried nor dead-lettered with
 * its reason.
 */
export function sizeFaults(message: Sized): Fault[] {
  if (maxBytes(message) <= MAX_NOTIFICATION_BYTES) return [];
  const bytes = messageBytes(message);
  if (bytes <= MAX_NOTIFICATION_BYTES) return [];
  const seen = `notification has ${bytes} bytes with its message attributes, expected at most ${MAX_NOTIFICATION_BYTES}`;
  return [{ code: 'notification.too_large', path: '', message: `${seen}; send a link to the data instead` }];
}

/** SNS and SQS count the body, and the name, type and value of each attribute, in bytes of UTF-8. */
export const messageBytes = ({ body, attributes }: Sized): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue }]) => sum + bytesOf(name) + bytesOf(DataType) + bytesOf(StringValue),
    bytesOf(body),
  );

/** An upper bound that reads no character: UTF-8 has at most three bytes for each code unit of UTF-16. */
function maxBytes({ body, attributes }: Sized): number {
  let length = body.length;
  for (const name of Object.keys(attributes)) {
    const { DataType, StringValue } = attributes[name] as MessageAttribute;
    length += name.length + DataType.length + StringValue.length;
  }
  return 3 * length;
}

const bytesOf = (text: string): number => Buffer.byteLength(text);
