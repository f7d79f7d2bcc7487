import type { QueueMessage } from '../../ports/channel-queue';
import { SINCE, sendable, string, TURN, without } from './attributes';
import { type PartOfRedrive, partOfRedrive } from './redriven';

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
