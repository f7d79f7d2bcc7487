import { headerText } from '../../domain/mail/header-text';
import { messageBytes } from '../../domain/notification/message-size';
import { MAX_MESSAGE_BYTES } from '../../domain/notification/notification';
import type { QueueMessage } from '../../ports/channel-queue';
import { ATTEMPT, HOPS, OF_ONE_ATTEMPT, ourAttributes, sendable, without } from './attributes';
import { redriven } from './redriven';

const MAX_REASON_BYTES = 1_024;

/** Of the seal that the message gets on its way to the queue. */
const SEAL_BYTES = 100;

/**
 * The message as a dead-letter queue keeps it. The reason is one line of characters that SQS takes, and none of them turns
 * the text of a console around it. The attempt number goes: after a redrive it counts from 1 again. Where a message is so
 * large that its attributes and the reason do not both fit, the producer's attributes go, and the reason if need be: no
 * notification of that size is delivered, and the ledger has the reason too.
 */
export function forDeadLetter(message: QueueMessage, reason: string): QueueMessage {
  const attributes = without(message, [ATTEMPT, HOPS, ...OF_ONE_ATTEMPT]);
  const text = headerText(reason.toWellFormed().replace(/[\uFFFE\uFFFF]/g, ' '));
  const candidates = [
    withReason(sendable(message, attributes), text),
    withReason(sendable(message, ourAttributes({ ...message, attributes })), text.slice(0, 40)),
  ];
  return candidates.find((letter) => messageBytes(letter) + SEAL_BYTES <= MAX_MESSAGE_BYTES) ?? sendable(message, {});
}

const withReason = (message: QueueMessage, reason: string): QueueMessage =>
  redriven(message, Buffer.from(reason).subarray(0, MAX_REASON_BYTES).toString());
