import { SWEEP_FAILED } from '../../domain/delivery/park-shard';
import { BRING_BACK_SECONDS } from '../../domain/delivery/retry-schedule';
import { describeError } from '../../domain/kit/errors/describe-error';
import type { QueueMessage } from '../../ports/channel-queue';
import type { ParkedDelivery } from '../../ports/ledger';
import type { Invocation } from '../invocation';
import { logUnsent } from './log-unsent';
import { type Messages, ownMessages } from './own-messages';
import { postpone, SEND_AGAIN_SECONDS } from './postpone';
import { reportOthers, SHARDS } from './report-others';
import type { SweepDependencies } from './sweep-dependencies';

/** Minimum time left to start another page. */
const RESERVE_MS = 10_000;

type Sweep = SweepDependencies & Invocation;

/**
 * Sends parked deliveries that are due back to their queues (at-least-once). Channels and shards are swept
 * concurrently, each with the whole time: a queue that hangs, or a long backlog, delays no other channel. Sends first,
 * then postpones, so that a crash in between repeats a message and loses none.
 *
 * @returns how many messages were sent
 */
export async function sweep(dependencies: SweepDependencies, { remainingMs }: Invocation): Promise<number> {
  const all = { ...dependencies, remainingMs };
  const channels = Object.keys(dependencies.queues);
  const parts = channels.flatMap((channel) => SHARDS.map((shard) => sweepPart(channel, shard, all)));
  const [counts] = await Promise.all([Promise.all(parts), reportOthers(channels, all)]);
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Sweeps one shard of a channel. Stops at a page of which the queue took nothing, because it may refuse every message:
 * that page is postponed, and the next sweep starts with the rest.
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

/**
 * Sends the messages, then postpones each: a refused one for less long. Returns how many were sent. Throws if
 * postponing fails: then the next sweep sends them once more.
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
  { queues }: SweepDependencies,
): Promise<readonly (string | undefined)[]> {
  try {
    return (await queues[channel]?.offer(messages)) ?? messages.map(() => 'no such queue');
  } catch (error) {
    return messages.map(() => describeError(error));
  }
}
