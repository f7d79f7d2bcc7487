import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { headerText } from '../domain/mail/header-text';
import { messageBytes } from '../domain/notification/message-size';
import { MAX_MESSAGE_BYTES } from '../domain/notification/notification';
import { MESSAGE_ATTRIBUTES, type MessageAttributes } from '../domain/notification/routing';
import type { QueueMessage } from '../ports/channel-queue';

/** Attributes that Carillon itself adds to the messages of its queues. */
const ATTEMPT = 'carillonattempt';
const TARGET = 'carillontarget';
/** Digest of the notification's whole content, of which a delivery message has only what its target gets. */
const DIGEST = 'carillondigest';
/** Since when it waits for its turn, without an attempt. */
const SINCE = 'carillonsince';
/** What the channel gave it to find its place again, while it waits. */
const TURN = 'carillonturn';
/** On a notification that an operator replays: the only one of its targets that it is for. */
const ONLY = 'carillononly';
/** On a part of a notification: the first and the last of the targets that it is for, in the order of their keys. */
const [FROM, TO] = ['carillonfrom', 'carillonto'];
/** Why a message was dead-lettered; on a source queue it says that an operator redrove it. */
export const REASON_ATTRIBUTE = 'carillonreason';
const OURS = [ATTEMPT, TARGET, DIGEST, SINCE, TURN, ONLY, FROM, TO, REASON_ATTRIBUTE];

/** A record of a Lambda SQS event in the terms of this service. */
export interface ReceivedMessage extends QueueMessage {
  /** Of SQS; the same over redeliveries of one message. */
  readonly id: string;
  /** The attempt it asks for, from 1. */
  readonly attempt: number;
  /** Set on a delivery message. */
  readonly target?: string;
  /** Set on a notification that is replayed for one of its targets. */
  readonly only?: string;
  /** Set on a part of a notification: whose keys are before or after these is for another part. */
  readonly range?: TargetRange;
  /** Of the notification's content, on a delivery message. */
  readonly digest?: string;
  /** RFC 3339, UTC. Set while it waits for its turn. */
  readonly since?: string;
  /** `turn` of the deferral that it comes back from. */
  readonly turn?: string;
  readonly redriven: boolean;
  /** SQS handed it out before: whoever had it may have begun with it. */
  readonly cameBack: boolean;
}

/** Both ends are in it. */
export interface TargetRange {
  readonly from: string;
  readonly to: string;
}

export function receivedMessage(record: SQSRecord): ReceivedMessage {
  const attributes = attributesOf(record);
  const groupId = record.attributes.MessageGroupId;
  const message = { body: record.body, attributes, ...(groupId !== undefined && { groupId }) };
  return { ...read(record.messageId, message), cameBack: Number(record.attributes.ApproximateReceiveCount) > 1 };
}

/** What Carillon's attributes say. On a message that is no delivery message only marks of a whole notification count. */
function read(id: string, message: QueueMessage): ReceivedMessage {
  const { attributes } = message;
  const redriven = attributes[REASON_ATTRIBUTE] !== undefined;
  const first = { ...message, id, attempt: 1, redriven, cameBack: false };
  const [only, from, to] = [ONLY, FROM, TO].map((name) => attributes[name]?.StringValue);
  if (!isDelivery(message)) {
    const range = from !== undefined && to !== undefined && { range: { from, to } };
    return { ...first, ...(only !== undefined && { only }), ...range };
  }
  const [target, digest, since, turn] = [TARGET, DIGEST, SINCE, TURN].map((name) => attributes[name]?.StringValue);
  return {
    ...first,
    attempt: redriven ? 1 : positive(attributes[ATTEMPT]?.StringValue),
    ...(target !== undefined && { target }),
    ...(digest !== undefined && { digest }),
    ...(since !== undefined && { since }),
    ...(turn !== undefined && { turn }),
  };
}

/**
 * SNS hands on whatever attributes a producer publishes, so the target alone could be forged: it would be signed for
 * another tenant's endpoint. But what SNS lets through the filter has the producer's attributes, and ours has none.
 */
const isDelivery = (message: QueueMessage): boolean =>
  message.attributes[TARGET] !== undefined && Object.keys(producerAttributes(message)).length === 0;

export interface DeliveryMessageInput {
  readonly tenant: string;
  readonly target: string;
  /** What the target gets, or the part of the notification that concerns it. */
  readonly body: string;
  /** Of the notification's whole content. */
  readonly digest: string;
}

/** A message for one target alone. It carries no attribute of the producer's. */
export const deliveryMessage = ({ tenant, target, body, digest }: DeliveryMessageInput): QueueMessage => ({
  body,
  attributes: { [TARGET]: string(target), [DIGEST]: string(digest) },
  groupId: tenant,
});

/** A delivery message as if it had come in place of `message`. */
export const inPlaceOf = (message: ReceivedMessage, delivery: QueueMessage): ReceivedMessage => ({
  ...read(message.id, delivery),
  cameBack: message.cameBack,
});

/**
 * The same message for a later attempt. Its group is of tenant and target: fair queues then serve what is attempted for
 * the first time before a slow target's repetitions.
 */
export function forAttempt(message: QueueMessage, attempt: number, tenant: string): QueueMessage {
  const { [REASON_ATTRIBUTE]: _, [SINCE]: __, [TURN]: ___, ...attributes } = message.attributes;
  const next = { ...attributes, [ATTEMPT]: { DataType: 'Number', StringValue: String(attempt) } };
  return { ...sendable(message, next), groupId: retryGroup(tenant, attributes[TARGET]?.StringValue ?? '') };
}

const retryGroup = (tenant: string, target: string): string => `${tenant}/${targetDigest(target)}`;

/** The same message, which waits since then for the turn that it was given, if it was. */
export function waitingSince(message: QueueMessage, since: string, turn?: string): QueueMessage {
  const { [TURN]: _, ...attributes } = message.attributes;
  return sendable(message, {
    ...attributes,
    [SINCE]: string(since),
    ...(turn !== undefined && { [TURN]: string(turn) }),
  });
}

/** The message as it is, to be looked at again. */
export const unchanged = (message: QueueMessage): QueueMessage => sendable(message, message.attributes);

/** The message as an operator brings it back: what was not delivered may be attempted again. */
export const redriven = <Message extends QueueMessage>(message: Message, reason: string): Message => ({
  ...message,
  attributes: { ...message.attributes, [REASON_ATTRIBUTE]: string(reason) },
});

/** A notification for one of its targets alone. Who forges it leaves out others of a notification of its own. */
export const onlyFor = <Message extends QueueMessage>(message: Message, target: string): Message => ({
  ...message,
  attributes: { ...message.attributes, [ONLY]: string(target) },
});

/** A notification for some of its targets, to be spread by whoever receives it. */
export function forRange(message: QueueMessage, { from, to }: TargetRange): QueueMessage {
  const kept = [...MESSAGE_ATTRIBUTES, REASON_ATTRIBUTE];
  const attributes = Object.entries(message.attributes).filter(([name]) => kept.includes(name));
  return sendable(message, { ...Object.fromEntries(attributes), [FROM]: string(from), [TO]: string(to) });
}

/** What the producer, not Carillon, put there. */
export const producerAttributes = (message: QueueMessage): MessageAttributes =>
  Object.fromEntries(Object.entries(message.attributes).filter(([name]) => !OURS.includes(name)));

const string = (StringValue: string) => ({ DataType: 'String', StringValue });

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
 * The message as a dead-letter queue keeps it. The reason is
 * one line of characters that SQS takes, and none of them turns the text of a console around it. The attempt
 * number goes: after a redrive it counts from 1 again. Where a message is so large that its attributes and the reason do
 * not both fit, the producer's attributes go: they can be made again from the notification.
 */
export function forDeadLetter(message: QueueMessage, reason: string): QueueMessage {
  const { [ATTEMPT]: _, [SINCE]: __, [TURN]: ___, [REASON_ATTRIBUTE]: ____, ...attributes } = message.attributes;
  const text = headerText(reason.toWellFormed().replace(/[\uFFFE\uFFFF]/g, ' '));
  const whole = withReason(sendable(message, attributes), text);
  if (messageBytes(whole) <= MAX_MESSAGE_BYTES) return whole;
  const ours = Object.entries(attributes).filter(([name]) => OURS.includes(name));
  return withReason(sendable(message, Object.fromEntries(ours)), text.slice(0, 40));
}

const withReason = (message: QueueMessage, reason: string): QueueMessage => {
  return redriven(message, Buffer.from(reason).subarray(0, MAX_REASON_BYTES).toString());
};
