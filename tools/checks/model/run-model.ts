import { findingsOf, type RunResult } from './findings';
import { operate } from './operator';
import type { Plan } from './plan';
import { startAudit, startChannel } from './start-function';
import { startSweep } from './start-sweep';
import { World } from './world';

/** Limit that only a run without end (livelock) exceeds. */
const MAX_EVENTS = 50_000;

export interface Run {
  /** Violated invariants; empty where all hold. */
  readonly findings: readonly string[];
  /** Log of the run, for debugging. */
  readonly timeline: readonly string[];
}

/** Runs the project's own runtime through a plan until no event is left. */
export async function runModel(plan: Plan): Promise<Run> {
  const world = new World(plan, { startChannel, startAudit, startSweep });
  for (const [index, { at }] of plan.notifications.entries()) {
    const notification = world.notifications[index];
    if (notification) world.time.after(at * 1000, () => world.publish(notification));
  }
  for (const operation of plan.operations) world.time.after(operation.at * 1000, () => operate(operation, world));
  const isQuiet = await world.time.runToEnd(MAX_EVENTS);
  return { findings: findingsOf(await resultOf(world, isQuiet)), timeline: world.observer.timeline };
}

async function resultOf(world: World, isQuiet: boolean): Promise<RunResult> {
  const histories = await Promise.all(world.notifications.map(({ id }) => world.ledger.history(id)));
  return {
    isQuiet,
    observer: world.observer,
    isMail: world.plan.isMail,
    isPurged: world.plan.operations.some(({ what }) => what === 'purge'),
    targets: world.notifications.flatMap((notification) =>
      world.targetsOf(notification).map((target) => ({ notificationId: notification.id, target })),
    ),
    deliveries: histories.flatMap(({ deliveries }) => deliveries),
    deadLetters: world.channelQueue.deadLetters,
    everDeadLettered: world.everDeadLettered,
    unrecorded: histories.filter(({ event }) => event === undefined).length - world.auditQueue.deadLetters.length,
  };
}
