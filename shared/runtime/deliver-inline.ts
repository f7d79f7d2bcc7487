import type { DeliveryKey } from '../domain/claim';
import type { Fault } from '../domain/coded-error';
import { expiryReason, isExpired } from '../domain/expiry';
import type { Notification } from '../domain/notification';
import { type DeliveryOutcome, suppressed } from '../domain/outcome';
import { type AttemptResult, attemptDelivery, settleQuietly } from './attempt-delivery';
import { type ChannelDependencies, refuse, suppress } from './channel-handler';
import { conclude } from './conclude';
import { UNKNOWN_TENANT } from './examine';
import { isMarkedDone, type ReceivedMessage, targetDigest } from './message';

/** Whom a notification goes to on a channel. `key` tells targets apart in the ledger. */
export type Expansion<Target extends { readonly key: string }> =
  | { readonly kind: 'targets'; readonly targets: readonly Target[] }
  | { readonly kind: 'nobody'; readonly reason: string }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

export interface InlineChannel<Target extends { readonly key: string }> {
  /** The same targets for every attempt of a notification: one that is left out later would stay unfinished. */
  expand(notification: Notification): Promise<Expansion<Target>>;
  deliver(notification: Notification, target: Target): Promise<DeliveryOutcome>;
}

/**
 * Delivers to each target in turn within one message; each has a claim of its own, so that a redelivered message
 * repeats only what is not done.
 */
export function deliverInline<Target extends { readonly key: string }>(
  channel: InlineChannel<Target>,
  dependencies: ChannelDependencies,
) {
  return async (notification: Notification, message: ReceivedMessage): Promise<void> => {
    const expansion = await channel.expand(notification);
    if (expansion.kind === 'nobody') return suppress(notification, expansion.reason, dependencies);
    if (expansion.kind === 'refused') return refuse(message, { ...notification, ...expansion }, dependencies);
    const results: AttemptResult[] = [];
    for (const target of expansion.targets.filter(({ key }) => !isMarkedDone(message, key))) {
      const effect = () => channel.deliver(notification, target);
      results.push(await attempt(notification, message, target.key, effect, dependencies).catch(unclaimed));
    }
    await finish(message, notification, results, dependencies);
  };
}

/** One target's ledger error is held back until the others have been tried. */
const unclaimed = (error: unknown): AttemptResult => ({ kind: 'unclaimed', error });

/** What an attempt needs to know of its notification. */
export type DeliveredEvent = Pick<Notification, 'id' | 'tenant' | 'type' | 'expirytime'>;

/**
 * Claims, attempts unless it is too late, and, where it is done, records at once: the sooner it is noted, the less a
 * crash repeats.
 */
export async function attempt(
  notification: DeliveredEvent,
  message: ReceivedMessage,
  target: string,
  effect: () => Promise<DeliveryOutcome>,
  dependencies: ChannelDependencies,
): Promise<AttemptResult> {
  const { id, tenant } = notification;
  const key: DeliveryKey = { tenant, notificationId: id, channel: dependencies.manifest.name, target };
  const request = { key, attempt: message.attempt, reopen: message.redriven };
  const inTime = async () =>
    isExpired(notification, dependencies.clock.now()) ? suppressed(expiryReason(notification)) : effect();
  const result = await attemptDelivery(request, inTime, dependencies);
  logDelivery(notification.type, key, result, dependencies);
  if (result.kind !== 'attempted' || !isDone(result.outcome)) return result;
  const isRecorded = await settleQuietly(key, result.outcome.kind, result.attempt, dependencies);
  return isRecorded ? { kind: 'settled' } : { kind: 'unrecorded', key };
}

type Done = Extract<DeliveryOutcome, { kind: 'delivered' | 'suppressed' }>;
const isDone = (outcome: DeliveryOutcome): outcome is Done =>
  outcome.kind === 'delivered' || outcome.kind === 'suppressed';

export async function finish(
  message: ReceivedMessage,
  { id }: Pick<Notification, 'id'>,
  results: readonly AttemptResult[],
  dependencies: ChannelDependencies,
): Promise<void> {
  await conclude(message, results, dependencies);
  if (!results.some(({ kind }) => kind === 'foreign')) return;
  await refuse(message, { id: message.id, tenant: UNKNOWN_TENANT, faults: [taken(id)] }, dependencies);
}

const taken = (id: string): Fault => ({
  code: 'notification.id.taken',
  path: '/id',
  message: `id ${id} belongs to a notification of another tenant, expected a new ULID`,
});

/** The one wide line of a delivery. Targets may be addresses, so only a digest of them is logged. */
function logDelivery(type: string, key: DeliveryKey, result: AttemptResult, { log }: ChannelDependencies): void {
  const { channel, notificationId, tenant } = key;
  const attempted = result.kind === 'attempted' ? result.attempt : undefined;
  const outcome = attempted?.outcome ?? result.kind;
  log.info('delivery', {
    ...{ channel, notificationId, tenant, type, target: targetDigest(key.target), outcome },
    ...(attempted && { attempt: attempted.n, durationMs: attempted.durationMs, reason: attempted.reason }),
  });
}
