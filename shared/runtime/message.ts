import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { messageBytes } from '../domain/message-size';
import { MAX_MESSAGE_BYTES } from '../domain/notification';
import { MESSAGE_ATTRIBUTES, type MessageAttributes } from '../domain/routing';
import type { QueueMessage } from '../ports/channel-queue';

/** Attributes that Carillon itself adds to the messages of its queues. */
const ATTEMPT = 'carillonattempt';
const TARGET = 'carillontarget';
/** Why a message was dead-lettered; on a source queue it says that an operator redrove it. */
export const REASON_ATTRIBUTE = 'carillonreason';
/** Digests of the targets that are done although the ledger would not record it. */
const DONE = 'carillondone';
const OURS = [ATTEMPT, TARGET, REASON_ATTRIBUTE, DONE];

/** A record of a Lambda SQS event in the terms of this service. */
export interface ReceivedMessage extends QueueMessage {
  /** Of SQS; the same over redeliveries of one message. */
  readonly id: string;
  /** The attempt it asks for, from 1. */
  readonly attempt: number;
  /** Set on a delivery message: one target of a notification that was spread over several messages. */
  readonly target?: string;
  readonly redriven: boolean;
}

export function receivedMessage(record: SQSRecord): ReceivedMessage {
  const attributes = attributesOf(record);
  const redriven = attributes[REASON_ATTRIBUTE] !== undefined;
  const target = attributes[TARGET]?.StringValue;
  const groupId = record.attributes.MessageGroupId;
  return {
    id: record.messageId,
    body: record.body,
    attributes,
    attempt: redriven ? 1 : positive(attributes[ATTEMPT]?.StringValue),
    redriven,
    ...(target !== undefined && { target }),
    ...(groupId !== undefined && { groupId }),
  };
}

/** The same message for a later attempt. */
export function forAttempt(message: QueueMessage, attempt: number): QueueMessage {
  const { [REASON_ATTRIBUTE]: _, ...attributes } = message.attributes;
  return sendable(message, { ...attributes, [ATTEMPT]: { DataType: 'Number', StringValue: String(attempt) } });
}

/** A message for one target alone. It carries no attribute of the producer's. */
export const deliveryMessage = (target: string, body: string, groupId: string): QueueMessage => ({
  body,
  attributes: { [TARGET]: { DataType: 'String', StringValue: target } },
  groupId,
});

/** The message as it is, to be looked at again. */
export const unchanged = (message: QueueMessage): QueueMessage => sendable(message, message.attributes);

/** What the producer, not Carillon, put there. */
export const producerAttributes = (message: QueueMessage): MessageAttributes =>
  Object.fromEntries(Object.entries(message.attributes).filter(([name]) => !OURS.includes(name)));

/** Says on the message that these targets are done, so that whoever gets it next leaves them out. */
export function markDone<Message extends QueueMessage>(message: Message, targets: readonly string[]): Message {
  if (targets.length === 0) return message;
  const digests = [...new Set([...doneDigests(message), ...targets.map(targetDigest)])];
  const done = { DataType: 'String', StringValue: digests.join(',') };
  return { ...message, attributes: { ...message.attributes, [DONE]: done } };
}

export const isMarkedDone = (message: QueueMessage, target: string): boolean =>
  doneDigests(message).includes(targetDigest(target));

const doneDigests = ({ attributes }: QueueMessage): string[] => attributes[DONE]?.StringValue.split(',') ?? [];

/** Twelve hexadecimal digits that stand for a target where an address must not appear. */
export const targetDigest = (target: string): string => createHash('sha256').update(target).digest('hex').slice(0, 12);

/**
 * Attributes that nobody here reads stay behind: SNS lets a producer send ten, and SQS refuses an eleventh.
 *
 * @see Amazon SQS Developer Guide, "Message attributes"
 */
const sendable = (message: QueueMessage, attributes: MessageAttributes): QueueMessage => ({
  body: message.body,
  attributes: Object.fromEntries(
    Object.entries(attributes).filter(([name]) => OURS.includes(name) || MESSAGE_ATTRIBUTES.includes(name)),
  ),
  ...(message.groupId !== undefined && { groupId: message.groupId }),
});

const positive = (text: string | undefined): number => Math.max(1, Number.parseInt(text ?? '1', 10) || 1);

function attributesOf(record: SQSRecord): MessageAttributes {
  const strings = Object.entries(record.messageAttributes).flatMap(([name, { dataType, stringValue }]) =>
    stringValue === undefined ? [] : [[name, { DataType: dataType, StringValue: stringValue }] as const],
  );
  return Object.fromEntries(strings);
}

const MAX_REASON_BYTES = 1_024;

/**
 * The message as a dead-letter queue keeps it. Characters that SQS refuses are taken out of the reason. The attempt
 * number goes: after a redrive it counts from 1 again. Where a message is so large that its attributes and the reason do
 * not both fit, the producer's attributes go: they can be made again from the notification.
 */
export function forDeadLetter(message: QueueMessage, reason: string): QueueMessage {
  const { [ATTEMPT]: _, [REASON_ATTRIBUTE]: __, ...attributes } = message.attributes;
  const text = reason.toWellFormed().replace(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ');
  const whole = withReason(sendable(message, attributes), text);
  if (messageBytes(whole) <= MAX_MESSAGE_BYTES) return whole;
  const ours = Object.entries(attributes).filter(([name]) => OURS.includes(name));
  return withReason(sendable(message, Object.fromEntries(ours)), text.slice(0, 40));
}

const withReason = (message: QueueMessage, reason: string): QueueMessage => {
  const StringValue = Buffer.from(reason).subarray(0, MAX_REASON_BYTES).toString();
  return { ...message, attributes: { ...message.attributes, [REASON_ATTRIBUTE]: { DataType: 'String', StringValue } } };
};
