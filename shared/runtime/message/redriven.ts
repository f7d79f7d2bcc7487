import type { QueueMessage } from '../../ports/channel-queue';
import { REASON_ATTRIBUTE, string, withAttributes } from './attributes';

/** Marks the message as redriven by an operator: a failed delivery may be attempted again. */
export const redriven = <Message extends QueueMessage>(message: Message, reason: string): Message =>
  withAttributes(message, { [REASON_ATTRIBUTE]: string(reason) });

const REDRIVE_MARK = 'redrive:';

export type PartOfRedrive = QueueMessage & {
  /** RFC 3339, UTC: when the redrive began. */
  readonly redrive?: string;
};

/** When a redrive began: its first message has its SQS send time, and every message made from it repeats that time. */
export const redriveOf = (reason: string, sentAtMs: number): string =>
  reason.startsWith(REDRIVE_MARK) ? reason.slice(REDRIVE_MARK.length) : new Date(sentAtMs).toISOString();

/** Marks a message as part of the redrive, if there is one. */
export const partOfRedrive = (message: QueueMessage, redrive: string | undefined): QueueMessage =>
  redrive === undefined ? message : redriven(message, `${REDRIVE_MARK}${redrive}`);
