import { type Deferred, type DeliveryOutcome, type Failed, suppressed } from '../domain/delivery/outcome';
import { expiryReason, isExpired } from '../domain/notification/expiry';
import type { TargetDependencies } from './channel-dependencies';
import type { AttemptGuard } from './claim-and-attempt';
import { objectionOfRecord } from './objection-of-record';
import type { OneDelivery } from './one-delivery';

type Effect = (guard: AttemptGuard) => Promise<DeliveryOutcome>;

/**
 * Returns the effect to run under the claim: the channel delivers, unless the notification has expired or an objection
 * stands. The reads for it start now, concurrently with the claim, so that all records of a batch can share calls.
 *
 * @param refusal the channel's refusal, which replaces the delivery
 */
export function effectOf(
  delivery: OneDelivery,
  refusal: Deferred | Failed | undefined,
  dependencies: TargetDependencies,
): Effect {
  if (refusal) return refusalUnlessObjected(refusal, delivery, dependencies);
  const { channel, event, message, target } = delivery;
  const { clock } = dependencies;
  const suppressedAsExpired = () => (isExpired(event, clock.now()) ? suppressed(expiryReason(event)) : undefined);
  const expired = suppressedAsExpired();
  if (expired) return async () => expired;
  const objection = objectionTo(delivery, dependencies);
  // If the claim is refused or fails, nothing awaits the objection: avoid an unhandled rejection.
  objection.catch(() => undefined);
  return async (guard) =>
    suppressedAsExpired() ?? (await objection) ?? channel.deliver(event, message.body, target, guard);
}

/** Asked before every attempt and not only before the first: a read that failed then would never be made up for. */
async function objectionTo(
  delivery: OneDelivery,
  dependencies: TargetDependencies,
): Promise<DeliveryOutcome | undefined> {
  const { channel, event, target } = delivery;
  const [ofRecord, objection] = await Promise.all([
    objectionOfRecord(delivery, dependencies),
    channel.precondition?.(event, target),
  ]);
  return ofRecord ?? objection;
}

/**
 * An objection wins over the refusal: a delivery that can never be made does not wait for a turn, and raises no alarm.
 */
function refusalUnlessObjected(
  refusal: Deferred | Failed,
  delivery: OneDelivery,
  dependencies: TargetDependencies,
): Effect {
  const objection = objectionOfRecord(delivery, dependencies).catch(() => undefined);
  return async () => (await objection) ?? refusal;
}
