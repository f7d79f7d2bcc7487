import { type Deferred, type DeliveryOutcome, type Failed, suppressed } from '../domain/delivery/outcome';
import { expiryReason, isExpired } from '../domain/notification/expiry';
import type { TargetDependencies } from './channel-dependencies';
import type { AttemptAtHand } from './claim-and-attempt';
import { objectionOfRecord } from './objection-of-record';
import type { OneDelivery } from './one-delivery';

type Effect = (atHand: AttemptAtHand) => Promise<DeliveryOutcome>;

/**
 * What is done under the claim: the channel delivers, unless the notification has expired or something objects. Its reads
 * begin at once, and not after the claim: those of all records of a batch then share calls.
 *
 * @param refusal of the channel, which takes the place of the delivery
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
  // Nobody awaits it where the claim is refused or fails.
  objection.catch(() => undefined);
  return async (atHand) =>
    suppressedAsExpired() ?? (await objection) ?? channel.deliver(event, message.body, target, atHand);
}

/** Before every attempt: what could not be read before the first would otherwise never be looked at. */
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

/** What will never be delivered waits for no turn, and is not given up with an alarm. */
function refusalUnlessObjected(
  refusal: Deferred | Failed,
  delivery: OneDelivery,
  dependencies: TargetDependencies,
): Effect {
  const objection = objectionOfRecord(delivery, dependencies).catch(() => undefined);
  return async () => (await objection) ?? refusal;
}
