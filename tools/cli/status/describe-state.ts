import { isErased } from '../../../shared/domain/audit-chain/address-digest';
import { type Delivery, isConflictNote, isReopenable } from '../../../shared/domain/delivery/claim';
import { heldBecause, isHeldTooLong } from '../../../shared/operations/status/held-delivery';

/** The state of a delivery in plain words. */
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

/** Of another publication than the one whose deliveries stand beside it. */
const CONFLICT =
  "conflict: other content came under this id, and was refused; it is in the channel's dead-letter queue";

const ERASED = 'its address was erased since, and nothing delivers it any more';

const REJECTED_LATER = 'rejected: the mail service took it, and did not send it';

const describeClaim = (leaseUntil: string, now: Date): string =>
  leaseUntil > now.toISOString()
    ? `being attempted until ${leaseUntil}, or interrupted: comes back then`
    : `interrupted: its claim ended at ${leaseUntil}, SQS brings it back or dead-letters it`;

/** What was only deferred so far has no attempt. */
function describeWait({ attempted, notBefore, dueAt }: Delivery, now: string): string {
  const before = attempted === 0 ? 'it was not its turn yet' : `attempt ${attempted} failed`;
  return `retrying: ${before}, attempt ${attempted + 1} ${describeNext(notBefore, dueAt, now)}`;
}

/** `dueAt` is when the sweeper brings the message: up to 15 minutes of waiting SQS brings it, and the sweeper six hours later. */
function describeNext(notBefore: string | undefined, dueAt: string | undefined, now: string): string {
  if (dueAt === undefined)
    return 'has no message: the scan for orphans makes one in six hours or more, a replay at once';
  if (notBefore !== undefined && notBefore > now) return `is due from ${notBefore} on`;
  return dueAt > now
    ? `is due as soon as it is its turn (a rate, an open circuit); the sweeper brings it at ${dueAt} at the latest`
    : `was due at ${dueAt}: the sweeper brings it within minutes`;
}

const EXPIRED = 'held until it expired: its endpoint was disabled, and nothing delivers it any more';
const HELD = '`endpoints enable --replay` or `replay --endpoint` delivers it';
const IN_DEAD_LETTER_QUEUE = "the message is in the channel's dead-letter queue";

const STATES: Readonly<Record<Exclude<Delivery['state'], 'claimed' | 'retrying'>, (attempted: number) => string>> = {
  sent: () => 'sent: the mail service took it over, and has said nothing more',
  delayed: () => 'delayed: the mail service cannot deliver it yet, and goes on trying',
  delivered: () => 'delivered',
  bounced: () => 'bounced: the mail was returned',
  complained: () => 'complained: delivered, and the recipient calls it spam',
  suppressed: () => 'suppressed: deliberately not sent',
  held: () => `held: its endpoint was disabled; ${HELD}`,
  rejected: () => `rejected: another attempt would fail alike; ${IN_DEAD_LETTER_QUEUE}`,
  failed: (attempted) => `failed: attempt ${attempted} was the last; ${IN_DEAD_LETTER_QUEUE}`,
};
