import { PARK_SHARDS } from '../domain/delivery/park-shard';
import { BRING_BACK_SECONDS } from '../domain/delivery/retry-schedule';
import { groupBy } from '../domain/group-by';
import type { ChannelQueue } from '../ports/channel-queue';
import type { Clock } from '../ports/clock';
import type { ParkedDeliveries, ParkedDelivery } from '../ports/ledger';
import type { Logger } from '../ports/logger';
import { describe } from './attempt-delivery';
import { forNextAttempt } from './message';

/** What is left of the function's time for the page at hand. */
const RESERVE_MS = 10_000;

export interface SweepDependencies {
  readonly parked: ParkedDeliveries;
  /** By the channel's name. */
  readonly queues: Readonly<Record<string, Pick<ChannelQueue, 'send'>>>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Brings back to the queues what is due: sends, then postpones, so that a crash between repeats a message and loses
 * none. What fails stays due for the next sweep, and keeps nothing else. Stops when the time is up.
 *
 * @returns how many messages were sent
 */
export async function sweep(
  dependencies: SweepDependencies,
  { remainingMs }: { remainingMs(): number },
): Promise<number> {
  const shards = Array.from({ length: PARK_SHARDS }, (_, shard) => sweepShard(shard, dependencies, remainingMs));
  const counts = await Promise.all(shards);
  return counts.reduce((sum, count) => sum + count, 0);
}

async function sweepShard(shard: number, dependencies: SweepDependencies, remainingMs: () => number): Promise<number> {
  const { parked, clock, log } = dependencies;
  let count = 0;
  try {
    for await (const page of parked.due(shard, clock.now().toISOString())) {
      for (const deliveries of groupBy(page, ({ key }) => key.channel).values())
        count += await bringBack(deliveries, dependencies);
      if (remainingMs() < RESERVE_MS) break;
    }
  } catch (error) {
    log.error('sweep_failed', { shard, error: describe(error) });
  }
  return count;
}

async function bringBack(deliveries: readonly ParkedDelivery[], dependencies: SweepDependencies): Promise<number> {
  const { parked, queues, clock, log } = dependencies;
  const channel = deliveries[0]?.key.channel ?? '';
  const dueAt = new Date(clock.now().getTime() + BRING_BACK_SECONDS * 1000).toISOString();
  try {
    const queue = queues[channel];
    if (queue === undefined) throw new Error('no such channel is deployed');
    await queue.send(
      deliveries.map(({ message, attempted }) => forNextAttempt(message, attempted + 1)),
      0,
    );
    await Promise.all(deliveries.map((delivery) => parked.postpone(delivery, dueAt)));
    return deliveries.length;
  } catch (error) {
    log.error('sweep_failed', { channel, deliveries: deliveries.length, error: describe(error) });
    return 0;
  }
}
