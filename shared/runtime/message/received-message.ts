import { createHash } from 'node:crypto';
import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import { headerText } from '../../domain/mail/header-text';
import { messageBytes } from '../../domain/notification/message-size';
import { MAX_MESSAGE_BYTES } from '../../domain/notification/notification';
import { MESSAGE_ATTRIBUTES, type MessageAttributes } from '../../domain/notification/routing';
import type { QueueMessage } from '../../ports/channel-queue';

/** Attributes that Carillon itself adds to the messages of its queues. They count only under a seal (`message-seal.ts`). */
const ATTEMPT = 'carillonattempt';
const TARGET = 'carillontarget';
/** Digest of the notification's whole content, of which a delivery message has only what its target gets. */
const DIGEST = 'carillondigest';
/** Since when it waits for its turn, without an attempt. */
const SINCE = 'carillonsince';
/** What the channel gave it to find its place again, while it waits. */
const TURN = 'carillonturn';
/** On a notification that is replayed or made again for a delivery that has begun: the only target that it is for. */
const ONLY = 'carillononly';
/** On a part of a notification: the first and the last of the targets that it is for, in the order of their keys. */
const [FROM, TO] = ['carillonfrom', 'carillonto'];
/** How often functions sent it to their own queue, or what it was made of, since somebody else did. */
const HOPS = 'carillonhops';
/** Why a message was dead-lettered; on a source queue it says that an operator redrove it. */
export const REASON_ATTRIBUTE = 'carillonreason';
/** Authenticates the others: `message-seal.ts`. */
export const SEAL_ATTRIBUTE = 'carillonseal';
export const OUR_ATTRIBUTES: readonly string[] = [
  ATTEMPT,
  TARGET,
  DIGEST,
  SINCE,
  TURN,
  ONLY,
  FROM,
  TO,
  HOPS,
  REASON_ATTRIBUTE,
  SEAL_ATTRIBUTE,
];

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
  /** Set on a part of a notification: whose keys are before or after these is for another part. */
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

/** Both ends are in it. */
export interface TargetRange {
  readonly from: string;
  readonly to: string;
}

/** The message of a record, with all attributes that it came with. */
export function queueMessage({ body, attributes, messageAttributes }: SQSRecord): QueueMessage {
  const groupId = attributes.MessageGroupId;
  return { body, attributes: attributesOf(messageAttributes), ...(groupId !== undefined && { groupId }) };
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
  const text = (name: string) => message.attributes[name]?.StringValue;
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
  return { ...message, id, attempt: positive(text(ATTEMPT)), cameBack: false, ...present };
}

const REDRIVE_MARK = 'redrive:';

/** A redrive began when its first message was sent; whatever comes of it repeats that. */
const redriveOf = (reason: string, sentAt: string): string =>
  reason.startsWith(REDRIVE_MARK) ? reason.slice(REDRIVE_MARK.length) : sentAt;

type PartOfRedrive = QueueMessage & Pick<ReceivedMessage, 'redrive'>;

/** A message as part of that redrive, if it is one. */
export const partOfRedrive = (message: QueueMessage, redrive: string | undefined): QueueMessage =>
  redrive === undefined ? message : redriven(message, `${REDRIVE_MARK}${redrive}`);

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

/** A delivery message, marked with the redrive if there is one, as if it had come in place of `message`. */
export function inPlaceOf({ id, attempt, cameBack }: ReceivedMessage, delivery: QueueMessage): ReceivedMessage {
  return asAttempt({ ...read({ id, sentAt: '' }, delivery), cameBack }, attempt);
}

/** The message as if it had asked for that attempt: what is sent in its place asks for it too. */
export const asAttempt = (message: ReceivedMessage, attempt: number): ReceivedMessage =>
  message.attempt === attempt ? message : { ...message, ...withAttempt(message, attempt), attempt };

/**
 * The same message for a later attempt. Its group is of tenant and target: fair queues then serve what is attempted for
 * the first time before a slow target's repetitions.
 */
export function forAttempt(message: QueueMessage, attempt: number, tenant: string): QueueMessage {
  const next = withAttempt({ ...message, attributes: without(message, OF_ONE_ATTEMPT) }, attempt);
  return { ...next, groupId: retryGroup(tenant, message.attributes[TARGET]?.StringValue ?? '') };
}

/**
 * Lambda ends a chain in which a function invokes itself through a queue, after 16 invocations or so. The stack allows such
 * chains, for this ends them sooner: what has made so many hops waits in the ledger, however short its wait is.
 *
 * @see AWS Lambda Developer Guide, "Use Lambda recursive loop detection to prevent infinite loops"
 */
const MAX_HOPS = 7;

const hopsOf = ({ attributes }: QueueMessage): number => Number.parseInt(attributes[HOPS]?.StringValue ?? '0', 10) || 0;

/** May a function send it, or what it makes of it, to its own queue once more? */
export const mayHop = (message: QueueMessage): boolean => hopsOf(message) < MAX_HOPS;

/** The same of a message that can wait nowhere else: once more than others, so that it keeps the turn that it was given. */
export const mayHopLast = (message: QueueMessage): boolean => hopsOf(message) <= MAX_HOPS;

/** As it is sent by a function to its own queue. */
export const hopped = (message: QueueMessage): QueueMessage => withHops(message, hopsOf(message) + 1);

/** A message that was made of another one, and goes on with its chain. */
export const inChainOf = (origin: QueueMessage, message: QueueMessage): QueueMessage =>
  hopsOf(origin) === 0 ? message : withHops(message, hopsOf(origin));

const withHops = (message: QueueMessage, hops: number): QueueMessage => ({
  ...message,
  attributes: { ...message.attributes, [HOPS]: { DataType: 'Number', StringValue: String(hops) } },
});

/**
 * A parked message for the attempt that is next by now: more may be known than when it was parked. Whoever brings it back
 * begins a chain.
 */
export function forNextAttempt(parked: QueueMessage, attempt: number): QueueMessage {
  const message = { ...parked, attributes: without(parked, [HOPS]) };
  if (positive(message.attributes[ATTEMPT]?.StringValue) === attempt) return message;
  return withAttempt({ ...message, attributes: without(message, OF_ONE_ATTEMPT) }, attempt);
}

/** Whom a message is for, where it is for one target: the only one that it may name. */
export const namedTargets = ({ attributes }: QueueMessage): string[] =>
  [TARGET, ONLY].flatMap((name) => attributes[name]?.StringValue ?? []);

const withAttempt = (message: QueueMessage, attempt: number): QueueMessage =>
  sendable(message, { ...message.attributes, [ATTEMPT]: { DataType: 'Number', StringValue: String(attempt) } });

const retryGroup = (tenant: string, target: string): string => `${tenant}/${targetDigest(target)}`;

/** The same message, which waits since then for the turn that it was given, if it was. */
export function waitingSince(message: PartOfRedrive, since: string, turn?: string): QueueMessage {
  const waiting = {
    ...without(message, [TURN]),
    [SINCE]: string(since),
    ...(turn !== undefined && { [TURN]: string(turn) }),
  };
  return partOfRedrive(sendable(message, waiting), message.redrive);
}

/** The message as it is, to be looked at again. */
export const unchanged = (message: PartOfRedrive): QueueMessage =>
  partOfRedrive(sendable(message, message.attributes), message.redrive);

/** The message as an operator brings it back: what was not delivered may be attempted again. */
export const redriven = <Message extends QueueMessage>(message: Message, reason: string): Message => ({
  ...message,
  attributes: { ...message.attributes, [REASON_ATTRIBUTE]: string(reason) },
});

/** A notification for one of its targets alone. */
export const onlyFor = <Message extends QueueMessage>(message: Message, target: string): Message => ({
  ...message,
  attributes: { ...message.attributes, [ONLY]: string(target) },
});

/** A notification for some of its targets, to be spread by whoever receives it. */
export function forRange(message: PartOfRedrive, { from, to }: TargetRange): QueueMessage {
  const attributes = Object.entries(message.attributes).filter(([name]) => MESSAGE_ATTRIBUTES.includes(name));
  const part = { ...Object.fromEntries(attributes), [FROM]: string(from), [TO]: string(to) };
  return partOfRedrive(sendable(message, part), message.redrive);
}

/** What the producer, not Carillon, put there. */
export const producerAttributes = (message: QueueMessage): MessageAttributes =>
  filtered(message, (name) => !isOurs(name));

/** What Carillon put there, or somebody who would like it to look so. The seal is not part of it. */
export const ourAttributes = (message: QueueMessage): MessageAttributes =>
  filtered(message, (name) => isOurs(name) && name !== SEAL_ATTRIBUTE);

const isOurs = (name: string): boolean => OUR_ATTRIBUTES.includes(name);

/** What an attempt leaves behind: the next one is no redrive, and waits for a turn of its own. */
const OF_ONE_ATTEMPT: readonly string[] = [REASON_ATTRIBUTE, SINCE, TURN];

const without = (message: QueueMessage, names: readonly string[]): MessageAttributes =>
  filtered(message, (name) => !names.includes(name));

const filtered = ({ attributes }: QueueMessage, isKept: (name: string) => boolean): MessageAttributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => isKept(name)));

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
    Object.entries(attributes).filter(([name]) => isOurs(name) || MESSAGE_ATTRIBUTES.includes(name)),
  ),
  ...(message.groupId !== undefined && { groupId: message.groupId }),
});

const positive = (text: string | undefined): number => Math.max(1, Number.parseInt(text ?? '1', 10) || 1);

function attributesOf(received: SQSMessageAttributes): MessageAttributes {
  const strings = Object.entries(received).flatMap(([name, { dataType, stringValue }]) =>
    stringValue === undefined ? [] : [[name, { DataType: dataType, StringValue: stringValue }] as const],
  );
  return Object.fromEntries(strings);
}

const MAX_REASON_BYTES = 1_024;

/** Of the seal that the message gets on its way to the queue. */
const SEAL_BYTES = 100;

/**
 * The message as a dead-letter queue keeps it. The reason is
 * one line of characters that SQS takes, and none of them turns the text of a console around it. The attempt
 * number goes: after a redrive it counts from 1 again. Where a message is so large that its attributes and the reason do
 * not both fit, the producer's attributes go, and the reason if need be: no notification of that size is delivered, and
 * the ledger has the reason too.
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
