import type { Delivery } from '../../../shared/domain/delivery/claim';
import { isFinal } from '../../../shared/domain/delivery/claim';
import { groupBy } from '../../../shared/domain/kit/chunks/group-by';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import type { Effect, Observer } from './observer';

export interface RunResult {
  readonly observer: Observer;
  readonly isMail: boolean;
  /** The queue was purged. Parked deliveries survive in the ledger; others need the reconciler, or were never recorded. */
  readonly isPurged: boolean;
  /** Published targets, each of one notification. */
  readonly targets: readonly { readonly notificationId: string; readonly target: string }[];
  readonly deliveries: readonly Delivery[];
  /** Dead letters at the end, and all that ever were. */
  readonly deadLetters: readonly QueueMessage[];
  readonly everDeadLettered: readonly QueueMessage[];
  /** Number of notifications that audit neither recorded nor dead-lettered. */
  readonly unrecorded: number;
  readonly isQuiet: boolean;
}

/** Violated invariants of a run, one sentence each; they must hold whatever faults the run had. */
export function findingsOf(result: RunResult): string[] {
  const { observer, isQuiet } = result;
  return [
    ...(isQuiet ? [] : ['the run does not come to an end']),
    ...observer.changes.map((change) => `changed without a right to: ${change}`),
    ...result.targets.flatMap((one) => targetFindings(one, result)),
    ...(result.unrecorded <= 0 ? [] : [`${result.unrecorded} were neither recorded nor kept`]),
  ];
}

type Target = RunResult['targets'][number];

function targetFindings({ notificationId, target }: Target, result: RunResult): string[] {
  const delivery = result.deliveries.find((one) => one.target === target);
  const mentions = (letters: readonly QueueMessage[]) =>
    letters.some((letter) => isFor(letter, notificationId, target));
  const state = delivery?.state ?? 'unknown';
  const isOver = delivery !== undefined && isFinal(delivery.state);
  const isForReconciler = result.isPurged && (delivery?.attempts ?? []).length === 0;
  const gaveUp = state === 'failed' || state === 'rejected';
  return [
    ...(isOver || isForReconciler || mentions(result.deadLetters)
      ? []
      : [`lost: ${target} is ${state}, and no message is anywhere`]),
    ...(gaveUp && !mentions(result.everDeadLettered) ? [`${target} is ${state}, and has no dead letter`] : []),
    ...repetitions(target, result),
  ];
}

/** A notification that was dead-lettered before its fan-out counts as a dead letter of each target. */
function isFor({ body, attributes }: QueueMessage, notificationId: string, target: string): boolean {
  const named = attributes.carillontarget?.StringValue;
  return body.includes(notificationId) && (named === undefined || named === target);
}

/**
 * At-least-once: a target is reached once, and once more per effect that could not be recorded. An attempt number is used
 * once, and once more per redrive and per ineffective attempt that could not be recorded.
 */
function repetitions(target: string, { observer, isMail }: RunResult): string[] {
  const effects = observer.effects.filter((effect) => effect.target === target);
  const isArrived = ({ came }: Effect) => came === 'accepted' || came === 'uncertain';
  const isExcused = (effect: Effect) =>
    observer.isExcused(effect, isMail) || (!isArrived(effect) && effect.recordedAtMs === undefined);
  const excusesOf = (some: readonly Effect[]) => some.filter(isExcused).length;
  const redrives = observer.redrives.get(target) ?? 0;
  const arrived = effects.filter(isArrived);
  const numbers = [...groupBy(effects, ({ attempt }) => String(attempt))];
  const twice = numbers.filter(([, all]) => all.length > 1 + redrives + excusesOf(all));
  const isRepeated = arrived.length > 1 + excusesOf(arrived);
  return [
    ...(isRepeated ? [`repeated: ${target} was reached ${arrived.length} times, ${excusesOf(arrived)} excused`] : []),
    ...twice.map(([n, all]) => `attempt ${n} for ${target} was made ${all.length} times, ${excusesOf(all)} excused`),
  ];
}
