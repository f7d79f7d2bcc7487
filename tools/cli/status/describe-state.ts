import { isErased } from '../../../shared/domain/audit-chain/address-digest';
import { type Delivery, isConflictNote, isReopenable } from '../../../shared/domain/delivery/claim';
import { heldBecause, isHeldTooLong } from '../../../shared/operations/status/held-delivery';

/** The state of a delivery in words. */
export function describeState(delivery: Delivery, now: Date): string {
  const { state, attempted, leaseUntil = '', feedback } = delivery;
  if (state === 'claimed') return describeClaim(leaseUntil, now);
  if (isConflictNote(delivery)) return CONFLICT;
  if (isHeldTooLong(delivery)) return EXPIRED;
  const because = heldBecause(delivery);
  if (because !== undefined) return `held: ${because}; ${HELD}`;
  if (state === 'retrying') return describeWait(delivery, now.toISOString());
  if (isErased(delivery.target) && isReopenable(state)) return `${state}: ${ERASED}`;
  return feedback?.state === 'rejected' ? REJECTED_LATER : STATES[state](attempted);
}

/** Concerns another publication than the deliveries listed beside it. */
const CONFLICT = "conflict: different content with this id was refused; it is in the channel's dead-letter queue";

const ERASED = 'its address was erased since, so it is never delivered';

const REJECTED_LATER = 'rejected: the mail service accepted it, but did not send it';

const describeClaim = (leaseUntil: string, now: Date): string =>
  leaseUntil > now.toISOString()
    ? `being attempted until ${leaseUntil}, or interrupted: SQS returns the message then`
    : `interrupted: its claim ended at ${leaseUntil}, SQS returns the message or dead-letters it`;

/** A delivery that was only deferred so far has no attempt. */
function describeWait({ attempted, notBefore, dueAt }: Delivery, now: string): string {
  const before = attempted === 0 ? 'no attempt yet' : `attempt ${attempted} failed`;
  return `retrying: ${before}, attempt ${attempted + 1} ${describeNext(notBefore, dueAt, now)}`;
}

/** At `dueAt` the sweeper sends the message. SQS delivers waits of up to 15 minutes; the sweeper is then a fallback, six hours later. */
function describeNext(notBefore: string | undefined, dueAt: string | undefined, now: string): string {
  if (dueAt === undefined) return 'has no message: the orphan scan sends one in six hours or more, a replay at once';
  if (notBefore !== undefined && notBefore > now) return `is due from ${notBefore} on`;
  return dueAt > now
    ? `waits for a rate or an open circuit; the sweeper sends it at ${dueAt} at the latest`
    : `was due at ${dueAt}: the sweeper sends it within minutes`;
}

const EXPIRED = 'held until it expired: its endpoint was disabled, so it is never delivered';
const HELD = '`endpoints enable --replay` or `replay --endpoint` delivers it';
const IN_DEAD_LETTER_QUEUE = "the message is in the channel's dead-letter queue";

const STATES: Readonly<Record<Exclude<Delivery['state'], 'claimed' | 'retrying'>, (attempted: number) => string>> = {
  sent: () => 'sent: the mail service accepted it, and has reported nothing since',
  delayed: () => 'delayed: the mail service cannot deliver it yet, and keeps trying',
  delivered: () => 'delivered',
  bounced: () => 'bounced: the mail was returned',
  complained: () => 'complained: delivered, and the recipient reported it as spam',
  suppressed: () => 'suppressed: deliberately not sent',
  held: () => `held: its endpoint was disabled; ${HELD}`,
  rejected: () => `rejected: another attempt would fail the same way; ${IN_DEAD_LETTER_QUEUE}`,
  failed: (attempted) => `failed: attempt ${attempted} was the last; ${IN_DEAD_LETTER_QUEUE}`,
};
