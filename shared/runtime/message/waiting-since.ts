import type { QueueMessage } from '../../ports/channel-queue';
import { SINCE, sendable, string, TURN, without } from './attributes';
import { type PartOfRedrive, partOfRedrive } from './redriven';

/** The same message while it waits for its turn: since when, and with the assigned turn. */
export function waitingSince(message: PartOfRedrive, since: string, turn?: string): QueueMessage {
  const waiting = {
    ...without(message, [TURN]),
    [SINCE]: string(since),
    ...(turn !== undefined && { [TURN]: string(turn) }),
  };
  return partOfRedrive(sendable(message, waiting), message.redrive);
}

/** The same message, to be handled again. */
export const unchanged = (message: PartOfRedrive): QueueMessage =>
  partOfRedrive(sendable(message, message.attributes), message.redrive);
