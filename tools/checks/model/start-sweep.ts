import { memorySealKeys } from '../../../shared/memory/memory-seal-keys';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import type { ParkedDelivery } from '../../../shared/ports/ledger';
import { sealedSources } from '../../../shared/runtime/message/sealed-queue';
import { sweep } from '../../../shared/runtime/sweep/sweep';
import type { ModelProcess } from './model-process';
import type { World } from './world';

/** Timeout of the sweeper's function. */
const SWEEPER_TIMEOUT_SECONDS = 55;

/** Runs one invocation of the sweeper. */
export function startSweep(process: ModelProcess, world: World): void {
  const endMs = world.time.now().getTime() + SWEEPER_TIMEOUT_SECONDS * 1000;
  const parked = {
    ...world.parked,
    postpone: ({ key, ...rest }: ParkedDelivery, dueAt: string) =>
      process.call(`postpone ${key.target}`, async () => {
        const isPostponed = await world.parked.postpone({ key, ...rest }, dueAt);
        await world.changed(key.notificationId);
        return isPostponed;
      }),
  };
  const source = {
    offer: (messages: readonly QueueMessage[]) =>
      process.call(`bring back ${messages.length}`, () => world.channelQueue.offer(messages)),
  };
  const keys = memorySealKeys();
  const dependencies = {
    parked,
    clock: process.clock,
    log: { info: () => {}, error: () => {} },
    queues: sealedSources({ email: source }, keys),
    keys,
  };
  void sweep(dependencies, { remainingMs: () => endMs - world.time.now().getTime() });
  world.time.after(SWEEPER_TIMEOUT_SECONDS * 1000, () => process.isFrozen || process.kill());
}
