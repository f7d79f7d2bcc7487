import type { ChannelQueue, QueueMessage, SourceQueue } from '../../ports/channel-queue';
import type { DeliveryLedger } from '../../ports/ledger';
import { hopped } from './hops';
import { type MessageSealing, type SealKeys, sealMessage } from './message-seal';

/**
 * The queue of the function that consumes it: counts hops, and seals each message to the queue and to its dead-letter
 * queue.
 */
export const sealedQueue = (queue: ChannelQueue, sealing: MessageSealing): ChannelQueue => ({
  send: async (messages, delaySeconds) => queue.send(await sealAll(messages.map(hopped), sealing), delaySeconds),
  deadLetter: async (message) => queue.deadLetter(await sealMessage(message, sealing)),
});

/** Source queues by channel name, which seal each message. */
export const sealedSources = (
  queues: Readonly<Record<string, SourceQueue>>,
  keys: SealKeys,
): Readonly<Record<string, SourceQueue>> =>
  Object.fromEntries(
    Object.entries(queues).map(([channel, queue]) => [channel, sealedSource(queue, { channel, keys })]),
  );

const sealedSource = (queue: SourceQueue, sealing: MessageSealing): SourceQueue => ({
  offer: async (messages) => queue.offer(await sealAll(messages, sealing)),
});

const sealAll = (messages: readonly QueueMessage[], sealing: MessageSealing): Promise<QueueMessage[]> =>
  Promise.all(messages.map((message) => sealMessage(message, sealing)));

/** Seals each parked message, so that the sweeper can verify that a channel wrote it. */
export const sealedLedger = (ledger: DeliveryLedger, sealing: MessageSealing): DeliveryLedger => ({
  ...ledger,
  settle: async (key, settlement, parking) =>
    ledger.settle(key, settlement, parking && { ...parking, message: await sealMessage(parking.message, sealing) }),
});
