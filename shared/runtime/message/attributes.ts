import { MESSAGE_ATTRIBUTES, type MessageAttribute, type MessageAttributes } from '../../domain/notification/routing';
import type { QueueMessage } from '../../ports/channel-queue';

/** Message attributes that Carillon adds on its own queues. They count only with a valid seal (`message-seal.ts`). */
export const ATTEMPT = 'carillonattempt';
export const TARGET = 'carillontarget';
/** Digest of the whole notification; a delivery message contains only the part for its target. */
export const DIGEST = 'carillondigest';
/** Since when the message waits for its turn without an attempt: RFC 3339, UTC. */
export const SINCE = 'carillonsince';
/** The turn that the channel assigned to the waiting message, such as a place in a line. */
export const TURN = 'carillonturn';
/** On a notification that is replayed, or made again for an open delivery: the only target it is for. */
export const ONLY = 'carillononly';
/** On a part of a notification: the first and the last target key of its range. */
export const [FROM, TO] = ['carillonfrom', 'carillonto'];
/**
 * Hop count: how often functions have sent this message, or its predecessors, to their own queue since it came from
 * outside.
 */
export const HOPS = 'carillonhops';
/** Why the message was dead-lettered. On a source queue it marks a redrive by an operator. */
export const REASON_ATTRIBUTE = 'carillonreason';
/** The seal that authenticates the other attributes: `message-seal.ts`. */
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

/** Attributes that a retry drops: the next attempt is no redrive, and waits for its own turn. */
export const OF_ONE_ATTEMPT: readonly string[] = [REASON_ATTRIBUTE, SINCE, TURN];

/** Attributes from the producer. */
export const producerAttributes = (message: QueueMessage): MessageAttributes =>
  filtered(message, (name) => !isOurs(name));

/** Attributes with Carillon's names, without the seal. A forger may have set them: check the seal first. */
export const ourAttributes = (message: QueueMessage): MessageAttributes =>
  filtered(message, (name) => isOurs(name) && name !== SEAL_ATTRIBUTE);

/** Compares the prefix first: most messages have no other attributes than a producer's. */
const isOurs = (name: string): boolean => name.startsWith('carillon') && OUR_ATTRIBUTES.includes(name);

/** Whether it has any attribute with a name of Carillon's, the seal included. No message from a producer has. */
export const hasOurAttributes = ({ attributes }: QueueMessage): boolean => Object.keys(attributes).some(isOurs);

export const without = (message: QueueMessage, names: readonly string[]): MessageAttributes =>
  filtered(message, (name) => !names.includes(name));

/** The attributes themselves if all of them are kept, as in most messages. */
function filtered(
  { attributes }: Pick<QueueMessage, 'attributes'>,
  isKept: (name: string) => boolean,
): MessageAttributes {
  const names = Object.keys(attributes);
  if (names.every(isKept)) return attributes;
  return Object.fromEntries(names.filter(isKept).map((name) => [name, attributes[name] as MessageAttribute]));
}

export const string = (StringValue: string) => ({ DataType: 'String', StringValue });

export const number = (value: number) => ({ DataType: 'Number', StringValue: String(value) });

export const textOf = ({ attributes }: QueueMessage, name: string): string | undefined => attributes[name]?.StringValue;

export const withAttributes = <Message extends QueueMessage>(message: Message, added: MessageAttributes): Message => ({
  ...message,
  attributes: { ...message.attributes, ...added },
});

/**
 * The message with these attributes, without those that neither Carillon nor a filter policy reads: SNS lets a producer
 * send ten, and SQS refuses an eleventh.
 *
 * @see Amazon SQS Developer Guide, "Message attributes"
 */
export const sendable = (message: QueueMessage, attributes: MessageAttributes): QueueMessage => ({
  body: message.body,
  attributes: filtered({ attributes }, (name) => isOurs(name) || MESSAGE_ATTRIBUTES.includes(name)),
  ...(message.groupId !== undefined && { groupId: message.groupId }),
});
