import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import type { MessageAttributes } from '../../domain/notification/routing';
import type { QueueMessage } from '../../ports/channel-queue';
import { DIGEST, FROM, ONLY, REASON_ATTRIBUTE, SINCE, TARGET, TO, TURN, textOf } from './attributes';
import { attemptOf, withAttempt } from './for-attempt';
import type { TargetRange } from './for-targets';
import { redriveOf } from './redriven';

/** A record of a Lambda SQS event in the terms of this service. */
export interface ReceivedMessage extends QueueMessage {
  /** Of SQS; the same over redeliveries of one message. */
  readonly id: string;
  /** The attempt it asks for, from 1. */
  readonly attempt: number;
  /** Set on a delivery message. */
  readonly target?: string;
  /** Set on a notification that is for one of its targets alone. */
  readonly only?: string;
  /** Set on a part of a notification: targets whose keys are before or after these belong to another part. */
  readonly range?: TargetRange;
  /** Of the notification's content, on a delivery message. */
  readonly digest?: string;
  /** RFC 3339, UTC. Set while it waits for its turn. */
  readonly since?: string;
  /** `turn` of the deferral that it comes back from. */
  readonly turn?: string;
  /** RFC 3339, UTC: when an operator redrove or replayed it. The same in all messages that come of that. */
  readonly redrive?: string;
  /** SQS handed it out before: whoever had it may have begun with it. */
  readonly cameBack: boolean;
}

/** Of a notification: whoever had it before, or found it to be open, may have begun with its deliveries. */
export const mayHaveBegun = ({ cameBack, only, redrive }: ReceivedMessage): boolean =>
  cameBack || only !== undefined || redrive !== undefined;

/** The message of a record, with all attributes that it came with. */
export function queueMessage({ body, attributes, messageAttributes }: SQSRecord): QueueMessage {
  const groupId = attributes.MessageGroupId;
  return { body, attributes: attributesOf(messageAttributes), ...(groupId !== undefined && { groupId }) };
}

function attributesOf(received: SQSMessageAttributes): MessageAttributes {
  const strings = Object.entries(received).flatMap(([name, { dataType, stringValue }]) =>
    stringValue === undefined ? [] : [[name, { DataType: dataType, StringValue: stringValue }] as const],
  );
  return Object.fromEntries(strings);
}

/** @param message of the record, without attributes of ours that nobody sealed (`authenticated`) */
export const receivedMessage = ({ messageId, attributes }: SQSRecord, message: QueueMessage): ReceivedMessage => ({
  ...read({ id: messageId, sentAt: new Date(Number(attributes.SentTimestamp)).toISOString() }, message),
  cameBack: Number(attributes.ApproximateReceiveCount) > 1,
});

interface Origin {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly sentAt: string;
}

function read({ id, sentAt }: Origin, message: QueueMessage): ReceivedMessage {
  const text = (name: string) => textOf(message, name);
  const [from, to, reason] = [text(FROM), text(TO), text(REASON_ATTRIBUTE)];
  const marks = {
    target: text(TARGET),
    only: text(ONLY),
    digest: text(DIGEST),
    since: text(SINCE),
    turn: text(TURN),
    redrive: reason === undefined ? undefined : redriveOf(reason, sentAt),
    range: from === undefined || to === undefined ? undefined : { from, to },
  };
  const present = Object.fromEntries(Object.entries(marks).filter(([, value]) => value !== undefined));
  return { ...message, id, attempt: attemptOf(message), cameBack: false, ...present };
}

/** A delivery message, marked with the redrive if there is one, as if it had come in place of `message`. */
export function inPlaceOf({ id, attempt, cameBack }: ReceivedMessage, delivery: QueueMessage): ReceivedMessage {
  return asAttempt({ ...read({ id, sentAt: '' }, delivery), cameBack }, attempt);
}

/** The message as if it had asked for that attempt: what is sent in its place asks for it too. */
export const asAttempt = (message: ReceivedMessage, attempt: number): ReceivedMessage =>
  message.attempt === attempt ? message : { ...message, ...withAttempt(message, attempt), attempt };
