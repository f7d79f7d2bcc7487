import { rejected, suppressed } from '../domain/delivery/outcome';
import type { Fault } from '../domain/kit/errors/coded-error';
import { contentDigest } from '../domain/notification/content-digest';
import { expiryReason, isExpired } from '../domain/notification/expiry';
import { sizeFaults } from '../domain/notification/message-size';
import type { Notification } from '../domain/notification/notification';
import type { QueueMessage } from '../ports/channel-queue';
import type { TargetDependencies } from './channel-dependencies';
import type { BegunEvent, ChannelHandlers } from './channel-handler';
import { deliverOnce, readEvent } from './deliver-to-target';
import { faultSummary } from './fault-summary';
import type { Invocation } from './invocation';
import { deliveryMessage } from './message/delivery-message';
import { forRange } from './message/for-targets';
import { inChainOf } from './message/hops';
import { inPlaceOf, mayHaveBegun, type ReceivedMessage } from './message/received-message';
import { partOfRedrive } from './message/redriven';
import { refuse } from './refuse';
import { suppress } from './suppress';
import type { DeliveringChannel } from './target-channel';

/** Whom a notification goes to on a channel. `key` tells targets apart in the ledger; at most 254 characters. */
export type Expansion<Target extends { readonly key: string }> =
  | { readonly kind: 'targets'; readonly targets: readonly Target[] }
  | { readonly kind: 'nobody'; readonly reason: string }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

export interface TargetChannel<Target extends { readonly key: string } = { readonly key: string }>
  extends DeliveringChannel {
  /**
   * @param open targets whose delivery has begun and is not finished; each of them must have an attempt that ends it
   * @param only the one target that the message is for, which may know more of itself than a list of all does
   */
  expand(notification: Notification, open: readonly string[], only?: string): Promise<Expansion<Target>>;
  /** JSON with id, tenant, type and expirytime. Serialised once: every attempt for the target uses these bytes. */
  body(notification: Notification, target: Target): string;
}

/**
 * Makes a message of its own for each target, on the channel's own queue, so that a slow or failing target is retried
 * alone; where there is one target, the message at hand serves. A notification that comes twice is spread twice; the
 * claims make one delivery of it.
 */
export function deliverTargets<Target extends { readonly key: string }>(
  channel: TargetChannel<Target>,
  dependencies: TargetDependencies,
): Required<ChannelHandlers> {
  const onDelivery = async (message: ReceivedMessage, target: string, invocation: Invocation) =>
    deliverOnce({ channel, event: readEvent(message.body), message, target, invocation }, dependencies);
  const endBegun: Ending = async (event, message, outcome, invocation) => {
    const { only: target } = message;
    if (target === undefined) return false;
    // Only the sweeper makes such a message without a redrive: then this is a duplicate, and the delivery has ended.
    if ((await openTargets(event, dependencies, target)).length === 0) return message.redrive === undefined;
    const { id, tenant, type } = event;
    const ending = { channel: { deliver: async () => outcome }, event: { id, tenant, type } };
    await deliverOnce({ ...ending, message, target, invocation }, dependencies);
    return true;
  };
  const handOut = async (spread: readonly QueueMessage[], message: ReceivedMessage, invocation: Invocation) => {
    // The mark must outlast the wait for a turn or a lease, where there is one target too.
    const messages = spread.map((one) => inChainOf(message, partOfRedrive(one, message.redrive)));
    const [first, ...others] = messages;
    if (first === undefined || others.length > 0) return dependencies.queue.send(messages, 0);
    const only = inPlaceOf(message, first);
    return onDelivery(only, only.target ?? '', invocation);
  };
  return {
    onDelivery,
    endBegun,
    onNotification: async (notification, message, invocation) => {
      const spread = await spreadOver(channel, notification, message, dependencies);
      // Not awaited: the notification would be kept until its attempt is over, beside the body that is sent.
      if (spread.kind === 'spread') return handOut(spread.messages, message, invocation);
      const isNobody = spread.kind === 'nobody';
      const outcome = isNobody ? suppressed(spread.reason) : rejected(faultSummary(spread.faults));
      if (await endBegun(notification, message, outcome, invocation)) return;
      if (isNobody) return suppress(notification, spread.reason, dependencies);
      return refuse(message, { ...notification, ...spread }, dependencies);
    },
    hasBegun: async (notification) => (await openTargets(notification, dependencies)).length > 0,
  };
}

type Ending = Required<ChannelHandlers>['endBegun'];

const openTargets = ({ id, tenant }: BegunEvent, { ledger, manifest }: TargetDependencies, target?: string) =>
  ledger.openTargets({
    tenant,
    notificationId: id,
    channel: manifest.name,
    ...(target !== undefined && { target }),
  });

type Spread =
  | Exclude<Expansion<never>, { kind: 'targets' }>
  | { readonly kind: 'spread'; readonly messages: QueueMessage[] };

async function spreadOver<Target extends { readonly key: string }>(
  channel: TargetChannel<Target>,
  notification: Notification,
  message: ReceivedMessage,
  dependencies: TargetDependencies,
): Promise<Spread> {
  // What a crash left claimed must end, whatever has become of its target or of the time to deliver it.
  const open = mayHaveBegun(message) ? await openTargets(notification, dependencies, message.only) : [];
  if (isExpired(notification, dependencies.clock.now()) && open.length === 0) {
    return { kind: 'nobody', reason: expiryReason(notification) };
  }
  const expansion = await channel.expand(notification, open, message.only);
  if (expansion.kind !== 'targets') return expansion;
  const wanted = expansion.targets.filter(({ key }) => isFor(message, key));
  if (message.only !== undefined && wanted.length === 0) return { kind: 'nobody', reason: NO_SUCH_TARGET };
  if (wanted.length > MAX_SPREAD) return { kind: 'spread', messages: inParts(message, wanted) };
  const { tenant } = notification;
  const digest = contentDigest(notification);
  const messages = wanted.map((target) =>
    deliveryMessage({ tenant, target: target.key, body: channel.body(notification, target), digest }),
  );
  // Numbers may take more characters when they are written again: 1e15 becomes sixteen digits.
  const faults = messages.slice(0, 1).flatMap(sizeFaults);
  return faults.length > 0 ? { kind: 'refused', faults } : { kind: 'spread', messages };
}

const isFor = ({ only, range }: ReceivedMessage, key: string): boolean =>
  (only === undefined || key === only) && (range === undefined || (range.from <= key && key <= range.to));

/**
 * Targets that one message is spread over: with the largest body that takes a second of a core, and the smallest function
 * has a tenth of one. What goes to more is shared out first, so that no number of targets is more than a function can do.
 */
const MAX_SPREAD = 100;

function inParts(message: ReceivedMessage, targets: readonly { readonly key: string }[]): QueueMessage[] {
  const keys = targets.map(({ key }) => key).toSorted();
  const firsts = keys.filter((_, index) => index % MAX_SPREAD === 0);
  return firsts.map((from, part) => {
    const to = keys.slice(0, (part + 1) * MAX_SPREAD).at(-1) ?? from;
    return forRange(message, { from, to });
  });
}

const NO_SUCH_TARGET = 'the target that the message is for is none of its targets';
