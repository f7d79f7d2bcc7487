import type { Fault } from '../domain/kit/errors/coded-error';
import { contentDigest } from '../domain/notification/content-digest';
import { expiryReason, isExpired } from '../domain/notification/expiry';
import { sizeFaults } from '../domain/notification/message-size';
import type { Notification } from '../domain/notification/notification';
import type { QueueMessage } from '../ports/channel-queue';
import { isInRange } from '../ports/ledger';
import type { TargetDependencies } from './channel-dependencies';
import { deliveryMessage } from './message/delivery-message';
import { forRange } from './message/for-targets';
import { mayHaveOpenDeliveries, type ReceivedMessage } from './message/received-message';
import { openTargets } from './open-targets';
import type { TargetChannel } from './target-channel';

export type TargetMessages =
  | { readonly kind: 'messages'; readonly messages: readonly QueueMessage[] }
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

/**
 * The messages that a notification fans out to: one per target or, for more than `MAX_FAN_OUT` targets, one per range
 * of targets.
 */
export async function targetMessages<Target extends { readonly key: string }>(
  channel: TargetChannel<Target>,
  notification: Notification,
  message: ReceivedMessage,
  dependencies: TargetDependencies,
): Promise<TargetMessages> {
  // Include deliveries that a crash left open, even if the target is gone or the notification has expired: they must
  // end.
  const open = mayHaveOpenDeliveries(message) ? await openTargets(notification, dependencies, message) : [];
  if (isExpired(notification, dependencies.clock.now()) && open.length === 0) {
    return { kind: 'none', reason: expiryReason(notification) };
  }
  const expansion = await channel.expand(notification, open, message);
  // Targets of a range that are gone since the notification was divided leave no trace, as any target that is gone.
  if (expansion.kind === 'none' && message.range !== undefined) return { kind: 'messages', messages: [] };
  if (expansion.kind !== 'targets') return expansion;
  const wanted = expansion.targets.filter(({ key }) => isFor(message, key));
  if (message.only !== undefined && wanted.length === 0) return { kind: 'none', reason: NO_SUCH_TARGET };
  if (wanted.length > MAX_FAN_OUT) return { kind: 'messages', messages: inParts(message, wanted) };
  return oneEach(channel, notification, wanted);
}

const NO_SUCH_TARGET = 'the notification no longer has the target that the message is for';

const isFor = ({ only, range }: ReceivedMessage, key: string): boolean =>
  (only === undefined || key === only) && isInRange(key, range);

function oneEach<Target extends { readonly key: string }>(
  channel: TargetChannel<Target>,
  notification: Notification,
  targets: readonly Target[],
): TargetMessages {
  const { tenant } = notification;
  const digest = contentDigest(notification);
  const messages = targets.map((target) =>
    deliveryMessage({ tenant, target: target.key, body: channel.body(notification, target), digest }),
  );
  // Serializing again can make a number longer: `1e15` becomes sixteen digits.
  const faults = messages.slice(0, 1).flatMap(sizeFaults);
  return faults.length > 0 ? { kind: 'refused', faults } : { kind: 'messages', messages };
}

/**
 * Maximum number of messages that one message fans out to. With the largest body that takes one CPU-second, and the
 * smallest function has a tenth of a core. More targets are divided into ranges first, and these into ranges again, so that
 * a function finishes whatever their number is.
 */
const MAX_FAN_OUT = 100;

function inParts(message: ReceivedMessage, targets: readonly { readonly key: string }[]): QueueMessage[] {
  const keys = targets.map(({ key }) => key).toSorted();
  const size = rangeSize(keys.length);
  const firsts = keys.filter((_, index) => index % size === 0);
  return firsts.map((from, part) => {
    const to = keys[Math.min(keys.length, (part + 1) * size) - 1] ?? from;
    return forRange(message, { from, to });
  });
}

/** The smallest power of the maximum that makes no more ranges than the maximum. */
const rangeSize = (count: number): number => {
  let size = MAX_FAN_OUT;
  while (count > size * MAX_FAN_OUT) size *= MAX_FAN_OUT;
  return size;
};
