import { PARK_SHARDS, SWEEP_FAILED } from '../../domain/delivery/park-shard';
import { describeError } from '../../domain/kit/errors/describe-error';
import type { SweepDependencies } from './sweep-dependencies';

export const SHARDS = Array.from({ length: PARK_SHARDS }, (_, shard) => shard);

/**
 * Logs overdue deliveries of channels that are not deployed. They stay parked until their channel is deployed again, or
 * they expire.
 */
export async function reportOthers(
  channels: readonly string[],
  { parked, clock, log }: SweepDependencies,
): Promise<void> {
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
