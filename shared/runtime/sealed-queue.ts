import type { ChannelQueue } from '../ports/channel-queue';
import type { DeliveryLedger } from '../ports/ledger';
import { hopped } from './message';
import { type MessageSealing, type SealKeys, sealMessage } from './message-seal';

/** Of the function that drains the queue: counts hops, and seals whatever is sent to it and to the dead-letter queue. */
export const sealedQueue = (queue: ChannelQueue, sealing: MessageSealing): ChannelQueue => ({
  send: (messages, delaySeconds) => sealedSource(queue, sealing).send(messages.map(hopped), delaySeconds),
  deadLetter: async (message) => queue.deadLetter(await sealMessage(message, sealing)),
});

/** Source queues by the channel's name, for whoever may only send. */
export const sealedSources = (
  queues: Readonly<Record<string, Pick<ChannelQueue, 'send'>>>,
  keys: SealKeys,
): Readonly<Record<string, Pick<ChannelQueue, 'send'>>> =>
  Object.fromEntries(
    Object.entries(queues).map(([channel, queue]) => [channel, sealedSource(queue, { channel, keys })]),
  );

const sealedSource = (queue: Pick<ChannelQueue, 'send'>, sealing: MessageSealing): Pick<ChannelQueue, 'send'> => ({
  send: async (messages, delaySeconds) =>
    queue.send(await Promise.all(messages.map((message) => sealMessage(message, sealing))), delaySeconds),
});

/** Seals whatever is parked: the sweeper must know that a channel wrote it. */
export const sealedLedger = (ledger: DeliveryLedger, sealing: MessageSealing): DeliveryLedger => ({
  ...ledger,
  settle: async (key, settlement, parking) =>
    ledger.settle(key, settlement, parking && { ...parking, message: await sealMessage(parking.message, sealing) }),
});
