import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import type { MessageAttribute, MessageAttributes } from '../../domain/notification/routing';
import type { QueueMessage } from '../../ports/channel-queue';
import type { TargetRange } from '../../ports/ledger';
import { DIGEST, FROM, hasOurAttributes, ONLY, REASON_ATTRIBUTE, SINCE, TARGET, TO, TURN, textOf } from './attributes';
import { attemptOf, withAttempt } from './for-attempt';
import { redriveOf } from './redriven';

/** A record of a Lambda SQS event, parsed. */
export interface ReceivedMessage extends QueueMessage {
  /** The SQS message id: the same over redeliveries of one message. */
  readonly id: string;
  /** The number of the attempt that it asks for, from 1. */
  readonly attempt: number;
  /** Set on a delivery message. */
  readonly target?: string;
  /** Set on a notification that is for one of its targets alone. */
  readonly only?: string;
  /** Set on a part of a notification: it is for targets whose keys are in this range. */
  readonly range?: TargetRange;
  /** Content digest of the notification, on a delivery message. */
  readonly digest?: string;
  /** RFC 3339, UTC. Since when the message waits for its turn. */
  readonly since?: string;
  /** `turn` of the deferral that the message waited for. */
  readonly turn?: string;
  /** RFC 3339, UTC: when an operator redrove or replayed it. All messages of one redrive have the same value. */
  readonly redrive?: string;
  /** SQS has handed the message out before, so an earlier receive may have started deliveries. */
  readonly cameBack: boolean;
}

/**
 * Whether an earlier receive, or the message from which this one was made, may have started deliveries of the
 * notification.
 */
export const mayHaveOpenDeliveries = ({ cameBack, only, redrive }: ReceivedMessage): boolean =>
  cameBack || only !== undefined || redrive !== undefined;

/** The message of a record, with all of its attributes, forged ones included. */
export function queueMessage({ body, attributes, messageAttributes }: SQSRecord): QueueMessage {
  const groupId = attributes.MessageGroupId;
  return { body, attributes: attributesOf(messageAttributes), ...(groupId !== undefined && { groupId }) };
}

function attributesOf(received: SQSMessageAttributes): MessageAttributes {
  const strings: [string, MessageAttribute][] = [];
  for (const [name, { dataType, stringValue }] of Object.entries(received)) {
    if (stringValue !== undefined) strings.push([name, { DataType: dataType, StringValue: stringValue }]);
  }
  return Object.fromEntries(strings);
}

/** @param message the record's message after `authenticated`: without forged attributes */
export const receivedMessage = ({ messageId, attributes }: SQSRecord, message: QueueMessage): ReceivedMessage => ({
  ...read({ id: messageId, sentAtMs: Number(attributes.SentTimestamp) }, message),
  cameBack: Number(attributes.ApproximateReceiveCount) > 1,
});

interface Origin {
  readonly id: string;
  readonly sentAtMs: number;
}

function read(origin: Origin, message: QueueMessage): ReceivedMessage {
  const plain = { ...message, id: origin.id, attempt: 1, cameBack: false };
  return hasOurAttributes(message) ? { ...plain, attempt: attemptOf(message), ...marksOf(origin, message) } : plain;
}

type Marks = Pick<ReceivedMessage, 'target' | 'only' | 'digest' | 'since' | 'turn' | 'redrive' | 'range'>;

function marksOf({ sentAtMs }: Origin, message: QueueMessage): Marks {
  const text = (name: string) => textOf(message, name);
  const [target, only, digest, since, turn] = [text(TARGET), text(ONLY), text(DIGEST), text(SINCE), text(TURN)];
  const [from, to, reason] = [text(FROM), text(TO), text(REASON_ATTRIBUTE)];
  return {
    ...(target !== undefined && { target }),
    ...(only !== undefined && { only }),
    ...(digest !== undefined && { digest }),
    ...(since !== undefined && { since }),
    ...(turn !== undefined && { turn }),
    ...(reason !== undefined && { redrive: redriveOf(reason, sentAtMs) }),
    ...(from !== undefined && to !== undefined && { range: { from, to } }),
  };
}

/** The delivery message as if SQS had delivered it in place of `message`. */
export function inPlaceOf({ id, attempt, cameBack }: ReceivedMessage, delivery: QueueMessage): ReceivedMessage {
  return asAttempt({ ...read({ id, sentAtMs: 0 }, delivery), cameBack }, attempt);
}

/** The message with another attempt number, which any message made from it inherits. */
export const asAttempt = (message: ReceivedMessage, attempt: number): ReceivedMessage =>
  message.attempt === attempt ? message : { ...message, ...withAttempt(message, attempt), attempt };
