import { MESSAGE_ATTRIBUTES, type MessageAttributes } from '../../domain/notification/routing';
import type { QueueMessage } from '../../ports/channel-queue';

/** Attributes that Carillon itself adds to the messages of its queues. They count only under a seal (`message-seal.ts`). */
export const ATTEMPT = 'carillonattempt';
export const TARGET = 'carillontarget';
/** Digest of the notification's whole content, of which a delivery message has only what its target gets. */
export const DIGEST = 'carillondigest';
/** Since when it waits for its turn, without an attempt. */
export const SINCE = 'carillonsince';
/** What the channel gave it to find its place again, while it waits. */
export const TURN = 'carillonturn';
/** On a notification that is replayed or made again for a delivery that has begun: the only target that it is for. */
export const ONLY = 'carillononly';
/** On a part of a notification: the first and the last of the targets that it is for, in the order of their keys. */
export const [FROM, TO] = ['carillonfrom', 'carillonto'];
/** How often functions sent it to their own queue, or what it was made of, since somebody else did. */
export const HOPS = 'carillonhops';
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

/** What an attempt leaves behind: the next one is no redrive, and waits for a turn of its own. */
export const OF_ONE_ATTEMPT: readonly string[] = [REASON_ATTRIBUTE, SINCE, TURN];

/** What the producer, not Carillon, put there. */
export const producerAttributes = (message: QueueMessage): MessageAttributes =>
  filtered(message, (name) => !isOurs(name));

/** What Carillon put there, or somebody who would like it to look so. The seal is not part of it. */
export const ourAttributes = (message: QueueMessage): MessageAttributes =>
  filtered(message, (name) => isOurs(name) && name !== SEAL_ATTRIBUTE);

const isOurs = (name: string): boolean => OUR_ATTRIBUTES.includes(name);

export const without = (message: QueueMessage, names: readonly string[]): MessageAttributes =>
  filtered(message, (name) => !names.includes(name));

const filtered = ({ attributes }: QueueMessage, isKept: (name: string) => boolean): MessageAttributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => isKept(name)));

export const string = (StringValue: string) => ({ DataType: 'String', StringValue });

export const number = (value: number) => ({ DataType: 'Number', StringValue: String(value) });

export const textOf = ({ attributes }: QueueMessage, name: string): string | undefined => attributes[name]?.StringValue;

export const withAttributes = <Message extends QueueMessage>(message: Message, added: MessageAttributes): Message => ({
  ...message,
  attributes: { ...message.attributes, ...added },
});

/**
 * The message with these attributes, but for those that nobody here reads: SNS lets a producer send ten, and SQS refuses
 * an eleventh.
 *
 * @see Amazon SQS Developer Guide, "Message attributes"
 */
export const sendable = (message: QueueMessage, attributes: MessageAttributes): QueueMessage => ({
  body: message.body,
  attributes: Object.fromEntries(
    Object.entries(attributes).filter(([name]) => isOurs(name) || MESSAGE_ATTRIBUTES.includes(name)),
  ),
  ...(message.groupId !== undefined && { groupId: message.groupId }),
});
