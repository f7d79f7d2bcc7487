import type { QueueMessage } from '../../ports/channel-queue';
import { HOPS, number, textOf, withAttributes } from './attributes';

/**
 * Lambda's recursive loop detection stops a function that invokes itself through a queue after about 16 invocations.
 * The stack allows recursion because this limit is lower: a message with this many hops waits in the ledger, however
 * short its wait is.
 *
 * @see AWS Lambda Developer Guide, "Use Lambda recursive loop detection to prevent infinite loops"
 */
const MAX_HOPS = 7;

const hopsOf = (message: QueueMessage): number => Number.parseInt(textOf(message, HOPS) ?? '', 10) || 0;

/** Whether a function may send this message, or one made from it, to its own queue again. */
export const mayHop = (message: QueueMessage): boolean => hopsOf(message) < MAX_HOPS;

/** One hop more for a message that cannot be parked, so that it keeps its assigned turn. */
export const mayHopLast = (message: QueueMessage): boolean => hopsOf(message) <= MAX_HOPS;

/** The message with its hop counted, as a function sends it to its own queue. */
export const hopped = (message: QueueMessage): QueueMessage => withHops(message, hopsOf(message) + 1);

/** A message made from `origin` continues its hop count. */
export const inChainOf = (origin: QueueMessage, message: QueueMessage): QueueMessage =>
  hopsOf(origin) === 0 ? message : withHops(message, hopsOf(origin));

const withHops = (message: QueueMessage, hops: number): QueueMessage =>
  withAttributes(message, { [HOPS]: number(hops) });
