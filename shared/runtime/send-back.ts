import type { QueueMessage } from '../ports/channel-queue';
import type { ChannelDependencies } from './channel-dependencies';
import { mayHopLast } from './message/hops';

/**
 * Sends a message to its own queue again, with the turn that it may have been given by now. Throws where it may not be sent
 * once more: then it comes back from SQS, when its visibility timeout is over.
 */
export async function sendBack(message: QueueMessage, seconds: number, { queue }: ChannelDependencies): Promise<void> {
  if (!mayHopLast(message)) throw new Error('it has made too many hops to be sent once more');
  await queue.send([message], seconds);
}
