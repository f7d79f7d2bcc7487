import { PARK_SHARDS, SWEEP_FAILED } from '../../domain/delivery/park-shard';
import { BRING_BACK_SECONDS } from '../../domain/delivery/retry-schedule';
import { describeError } from '../../domain/kit/errors/describe-error';
import type { QueueMessage, SourceQueue } from '../../ports/channel-queue';
import type { Clock } from '../../ports/clock';
import type { ParkedDeliveries, ParkedDelivery } from '../../ports/ledger';
import type { Logger } from '../../ports/logger';
import type { SealKeys } from '../message/message-seal';
import { targetDigest } from '../message/target-digest';
import { readParked } from './parked-message';

/**
 * What could not be sent is due again after this, and not in the next sweep: a page that is refused for what is in it must
 * not stand before all others for ever.
 */
export const SEND_AGAIN_SECONDS = 300;
/** What is left of the function's time for the page at hand. */
const RESERVE_MS = 10_000;

export interface SweepDependencies {
  readonly parked: ParkedDeliveries;
  /** By the channel's name. */
  readonly queues: Readonly<Record<string, SourceQueue>>;
  /** Of the seals of what is parked. */
  readonly keys: SealKeys;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Sweep extends SweepDependencies {
  remainingMs(): number;
}

/**
 * Brings back to the queues what is due. Each channel is swept by itself, side by side with the others and with the whole
 * time: a queue that hangs, or a long backlog, keeps no other channel waiting. Sends, then postpones, so that a crash
 * between repeats a message and loses none. Stops when the time is up.
 *
 * @returns how many messages were sent
 */
export async function sweep(dependencies: SweepDependencies, time: { remainingMs(): number }): Promise<number> {
  const all = { ...dependencies, remainingMs: () => time.remainingMs() };
  const channels = Object.keys(dependencies.queues);
  const parts = channels.flatMap((channel) => SHARDS.map((shard) => sweepPart(channel, shard, all)));
  const [counts] = await Promise.all([Promise.all(parts), reportOthers(channels, all)]);
  return counts.reduce((sum, count) => sum + count, 0);
}

const SHARDS = Array.from({ length: PARK_SHARDS }, (_, shard) => shard);

/**
 * One shard of a channel. Ends with a page of which nothing could be sent, for the queue may refuse whatever it is: what was
 * behind that page comes first in the next sweep.
 */
async function sweepPart(channel: string, shard: number, dependencies: Sweep): Promise<number> {
  const { parked, clock, log, remainingMs } = dependencies;
  let count = 0;
  try {
    for await (const page of parked.due(channel, shard, clock.now().toISOString())) {
      const messages = await ownMessages(page, dependencies);
      const sent = messages.size > 0 ? await bringBack(channel, messages, dependencies) : 0;
      count += sent;
      const isRefused = messages.size > 0 && sent === 0;
      if (isRefused || remainingMs() < RESERVE_MS) break;
    }
  } catch (error) {
    log.error(SWEEP_FAILED, { channel, shard, error: describeError(error) });
  }
  return count;
}

type Messages = ReadonlyMap<ParkedDelivery, QueueMessage>;

/** What of a page is to be sent. Each of the rest is dealt with by itself: it keeps none of the others. */
async function ownMessages(page: readonly ParkedDelivery[], dependencies: Sweep): Promise<Messages> {
  const messages = new Map<ParkedDelivery, QueueMessage>();
  const reads = page.map(async (delivery) => {
    const message = await ownMessage(delivery, dependencies);
    if (message !== undefined) messages.set(delivery, message);
  });
  await Promise.all(reads);
  return messages;
}

/**
 * Undefined where it is not to be sent. One that no channel parked is taken out, and the scan for orphans makes the message
 * anew from what was accepted; one that could not be verified is due again as what could not be sent is. Never throws.
 */
async function ownMessage(delivery: ParkedDelivery, dependencies: Sweep): Promise<QueueMessage | undefined> {
  const { parked, keys } = dependencies;
  const read = await reported(delivery, dependencies, () => readParked(delivery, keys));
  if (read?.ok) return read.message;
  if (read === undefined)
    await reported(delivery, dependencies, () => postpone([delivery], SEND_AGAIN_SECONDS, dependencies));
  else {
    logUnsent(delivery, read.code, dependencies);
    await reported(delivery, dependencies, () => parked.unpark(delivery));
  }
  return undefined;
}

async function reported<Result>(
  delivery: ParkedDelivery,
  dependencies: Sweep,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    logUnsent(delivery, describeError(error), dependencies);
    return undefined;
  }
}

const logUnsent = ({ key }: ParkedDelivery, error: string, { log }: Sweep): void => {
  const { notificationId, channel, tenant, target } = key;
  log.error(SWEEP_FAILED, { notificationId, channel, tenant, target: targetDigest(target), error });
};

/**
 * How many were sent. Each is postponed, and what was refused for less long. Throws where that fails: what was sent is sent
 * once more.
 */
async function bringBack(channel: string, messages: Messages, dependencies: Sweep): Promise<number> {
  const refusals = await offer(channel, [...messages.values()], dependencies);
  const sent: ParkedDelivery[] = [];
  const refused: ParkedDelivery[] = [];
  for (const [index, delivery] of [...messages.keys()].entries()) {
    const refusal = refusals[index];
    if (refusal !== undefined) logUnsent(delivery, refusal, dependencies);
    (refusal === undefined ? sent : refused).push(delivery);
  }
  await Promise.all([
    postpone(sent, BRING_BACK_SECONDS, dependencies),
    postpone(refused, SEND_AGAIN_SECONDS, dependencies),
  ]);
  return sent.length;
}

async function offer(
  channel: string,
  messages: readonly QueueMessage[],
  { queues }: Sweep,
): Promise<readonly (string | undefined)[]> {
  try {
    return (await queues[channel]?.offer(messages)) ?? messages.map(() => 'no such queue');
  } catch (error) {
    return messages.map(() => describeError(error));
  }
}

async function postpone(page: readonly ParkedDelivery[], seconds: number, { parked, clock }: Sweep): Promise<void> {
  const dueAt = new Date(clock.now().getTime() + seconds * 1000).toISOString();
  await Promise.all(page.map((delivery) => parked.postpone(delivery, dueAt)));
}

/** Deliveries of a channel that is not deployed any more stay where they are until it is, or they expire. */
async function reportOthers(channels: readonly string[], { parked, clock, log }: Sweep): Promise<void> {
  const now = clock.now().toISOString();
  const counts = new Map<string, number>();
  const countShard = async (shard: number) => {
    try {
      for (const [channel, count] of await parked.dueOfOthers(channels, shard, now))
        counts.set(channel, (counts.get(channel) ?? 0) + count);
    } catch (error) {
      log.error(SWEEP_FAILED, { shard, error: describeError(error) });
    }
  };
  await Promise.all(SHARDS.map(countShard));
  for (const [channel, deliveries] of counts)
    log.error(SWEEP_FAILED, { channel, deliveries, error: 'no such channel is deployed' });
}
