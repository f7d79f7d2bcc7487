import type { QueueMessage } from '../../ports/channel-queue';
import { HOPS, number, textOf, withAttributes } from './attributes';

/**
 * Lambda ends a chain in which a function invokes itself through a queue, after 16 invocations or so. The stack allows such
 * chains, for this ends them sooner: what has made so many hops waits in the ledger, however short its wait is.
 *
 * @see AWS Lambda Developer Guide, "Use Lambda recursive loop detection to prevent infinite loops"
 */
const MAX_HOPS = 7;

const hopsOf = (message: QueueMessage): number => Number.parseInt(textOf(message, HOPS) ?? '', 10) || 0;

/** May a function send it, or what it makes of it, to its own queue once more? */
export const mayHop = (message: QueueMessage): boolean => hopsOf(message) < MAX_HOPS;

/** The same of a message that can wait nowhere else: once more than others, so that it keeps the turn that it was given. */
export const mayHopLast = (message: QueueMessage): boolean => hopsOf(message) <= MAX_HOPS;

/** As it is sent by a function to its own queue. */
export const hopped = (message: QueueMessage): QueueMessage => withHops(message, hopsOf(message) + 1);

/** A message that was made of another one, and goes on with its chain. */
export const inChainOf = (origin: QueueMessage, message: QueueMessage): QueueMessage =>
  hopsOf(origin) === 0 ? message : withHops(message, hopsOf(origin));

const withHops = (message: QueueMessage, hops: number): QueueMessage =>
  withAttributes(message, { [HOPS]: number(hops) });
