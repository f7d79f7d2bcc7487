import { isErased } from '../domain/audit-chain/address-digest';
import { type Delivery, type FinalState, isConflictNote, isFinal } from '../domain/delivery/claim';
import type { OperationalEvent } from '../domain/notification/operational-event';
import { targetDigest } from './message/target-digest';

/**
 * The event of a delivery that has a final state; undefined for one that has none, for the note of a conflict, which is an
 * event of its own, and for a delivery whose address was erased since: it was reported before.
 *
 * The time and the cause are those of the state, so that a later change of the item, such as an absence note, makes the
 * same event. No reason: an SMTP answer may have an address.
 */
export function deliveryEvent(delivery: Delivery): OperationalEvent | undefined {
  const { tenant, notificationId, channel, target, state, attempted, attempts, feedback } = delivery;
  const time = feedback?.state === state ? feedback.at : attempts.at(-1)?.at;
  if (!isFinal(state) || isConflictNote(delivery) || isErased(target) || time === undefined) return undefined;
  return {
    type: `delivery.${state as FinalState}`,
    tenant,
    subject: notificationId,
    cause: JSON.stringify([channel, target, attempted, time]),
    time,
    data: { channel, state, attempts: attempted, target: targetDigest(target) },
  };
}
