import { setTimeout as sleep } from 'node:timers/promises';
import type { ThrowawayStack } from '../../tools/local/throwaway-stack';
import type { Chains } from './chain-effects';
import { startChaosReceiver } from './chaos-receiver';
import { openWorld, type Published, type World } from './chaos-world';
import { expectedOf } from './expected';
import { judge } from './judge';
import { printReport } from './report';
import { waitUntilSettled } from './settle';
import { startKiller } from './worker-killer';

export interface ChaosOptions {
  readonly seed: number;
  readonly notifications: number;
  readonly killSeconds: number;
  /** Seconds to wait for the last delivery. */
  readonly minutes: number;
}

const BATCH = 100;
const MAX_WAITING = 300;
const KILL_EVERY_MS = 4_000;

/** One run on a stack of its own; returns whether it passed. */
export async function runChaos(stack: ThrowawayStack, options: ChaosOptions): Promise<boolean> {
  const { seed, notifications } = options;
  const startedAt = Date.now();
  const receiver = await startChaosReceiver(seed);
  const world = await openWorld(stack, receiver);
  const killer = startKiller({ emulatorPid: stack.emulator.pid, seed, meanMs: KILL_EVERY_MS });
  const killing = sleep(options.killSeconds * 1_000);
  const published = await publishAll(world, notifications);
  console.log(`${published.length} notifications published, ${seconds(startedAt)}`);
  await killing;
  await killer.stop();
  console.log(`${killer.kills.length} workers killed, ${seconds(startedAt)}`);
  const deadline = Date.now() + options.minutes * 60_000;
  const report = (open: number) => console.log(`${open} notifications are not settled, ${seconds(startedAt)}`);
  const histories = await waitUntilSettled(world, published, deadline, report);
  const chains = await linkedChains(world, published);
  const expected = expectedOf(published, histories, receiver.posts, await world.mails(), chains.effects);
  const verdict = judge(expected, killer.kills, new Date().toISOString());
  await receiver.close();
  printReport({
    seed,
    verdict,
    chains,
    posts: receiver.posts,
    kills: killer.kills,
    tookSeconds: (Date.now() - startedAt) / 1_000,
  });
  return [verdict.lost, verdict.unexplained, chains.broken].every(({ length }) => length === 0);
}

/** Waits for the links, which follow their records within seconds; after a minute they count as missing. */
async function linkedChains({ chains }: World, published: readonly Published[]): Promise<Chains> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const read = await chains();
    if (Date.now() > deadline || published.every(({ id }) => read.effects.has(id))) return read;
    await sleep(2_000);
  }
}

/** Back-pressure: publishes no faster than the emulator works, since an overloaded one times out at every call. */
async function publishAll(world: World, notifications: number): Promise<Published[]> {
  const published: Published[] = [];
  for (let from = 0; from < notifications; from += BATCH) {
    published.push(...(await world.publish(from, Math.min(from + BATCH, notifications))));
    while ((await world.waiting()) > MAX_WAITING) await sleep(500);
  }
  return published;
}

const seconds = (since: number): string => `${((Date.now() - since) / 1_000).toFixed(0)} s`;
