import { channels } from '../../../handlers';
import { memorySealKeys } from '../../../shared/memory/memory-seal-keys';
import { replayPlan } from '../../../shared/operations/replay/replay-plan';
import { acceptedEvent } from '../../../shared/ports/ledger';
import { sealedQueue } from '../../../shared/runtime/message/sealed-queue';
import { sealedRecord, testDigest } from '../../../shared/testing/sealed';
import type { Operation } from './plan';
import type { World } from './world';

/** Operations of an operator, a producer or a deployment during a run. */
export function operate({ what }: Operation, world: World): void {
  OPERATIONS[what](world);
}

const OPERATIONS: Readonly<Record<Operation['what'], (world: World) => void>> = {
  redrive,
  replay: (world) => void replay(world),
  deploy: ({ channel }) => channel.deploy(),
  purge: ({ channelQueue }) => channelQueue.purge(),
  'publish again': (world) => {
    const [first] = world.notifications;
    if (first) world.publish(first);
  },
};

function redrive(world: World): void {
  for (const { body, attributes } of world.channelQueue.deadLetters) {
    const named = attributes.carillontarget?.StringValue;
    const notification = world.notifications.find(({ id }) => body.includes(id));
    const targets = named === undefined && notification ? world.targetsOf(notification) : [named ?? ''];
    for (const target of targets) world.observer.redriven(target);
  }
  void world.channelQueue.redrive();
}

/** Replays every notification, like `carillon replay --yes`. */
async function replay(world: World): Promise<void> {
  const now = world.time.now();
  const queue = sealedQueue(world.channelQueue, { channel: 'email', keys: memorySealKeys() });
  for (const notification of world.notifications) {
    const { deliveries } = await world.ledger.history(notification.id);
    const event = sealedRecord(acceptedEvent(notification, JSON.stringify(notification), now));
    const plan = replayPlan({ event, deliveries }, {}, { now, digest: testDigest, channels });
    for (const { target } of plan.deliveries) world.observer.redriven(target);
    await queue.send(plan.messages, 0);
  }
}
