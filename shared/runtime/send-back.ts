import type { QueueMessage } from '../ports/channel-queue';
import type { ChannelDependencies } from './channel-dependencies';
import { mayHopLast } from './message/hops';

/**
 * Sends a message to its own queue again, with the turn that the channel assigned. Throws if it has no hop left: then
 * SQS hands it out again after the visibility timeout.
 */
export async function sendBack(message: QueueMessage, seconds: number, { queue }: ChannelDependencies): Promise<void> {
  if (!mayHopLast(message))
    throw new Error('the message has used up its hops: SQS returns it after the visibility timeout');
  await queue.send([message], seconds);
}
