import { headerText } from '../../domain/mail/header-text';
import { messageBytes } from '../../domain/notification/message-size';
import { MAX_MESSAGE_BYTES } from '../../domain/notification/notification';
import type { QueueMessage } from '../../ports/channel-queue';
import { ATTEMPT, HOPS, OF_ONE_ATTEMPT, ourAttributes, sendable, without } from './attributes';
import { redriven } from './redriven';

const MAX_REASON_BYTES = 1_024;

/** Room for the seal, which is added on the way to the queue. */
const SEAL_BYTES = 100;

/**
 * The message as a dead letter. The reason is one line of characters that SQS accepts, without controls that could
 * reorder the text of a console. The attempt number is removed: a redrive counts from 1 again. If attributes and reason
 * exceed the size limit, the producer's attributes are dropped, then the reason: a notification of that size is never
 * delivered, and the ledger has the reason too.
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
