import type { QueueMessage } from '../../ports/channel-queue';
import { REASON_ATTRIBUTE, string, withAttributes } from './attributes';

/** The message as an operator brings it back: what was not delivered may be attempted again. */
export const redriven = <Message extends QueueMessage>(message: Message, reason: string): Message =>
  withAttributes(message, { [REASON_ATTRIBUTE]: string(reason) });

const REDRIVE_MARK = 'redrive:';

export type PartOfRedrive = QueueMessage & {
  /** RFC 3339, UTC: when the redrive began. */
  readonly redrive?: string;
};

/** A redrive began when its first message was sent; each message that is made in it repeats that time. */
export const redriveOf = (reason: string, sentAt: string): string =>
  reason.startsWith(REDRIVE_MARK) ? reason.slice(REDRIVE_MARK.length) : sentAt;

/** A message as part of that redrive, if it is one. */
export const partOfRedrive = (message: QueueMessage, redrive: string | undefined): QueueMessage =>
  redrive === undefined ? message : redriven(message, `${REDRIVE_MARK}${redrive}`);
