import { ulid } from 'ulid';
import type { Attempt, DeliveryKey, DeliveryState, Settlement } from '../../domain/delivery/claim';
import type { Feedback, FeedbackState } from '../../domain/delivery/feedback';
import type { QueueMessage } from '../../ports/channel-queue';
import type { AcceptedEvent, Claim, Parking } from '../../ports/ledger';
import { deliveryMessage } from '../../runtime/message/delivery-message';
import { aNotification, aSealed, aTenant } from '../factories';

/** Number of concurrent callers in a race. */
export const CLAIMANTS = 20;
export const LEASE_SECONDS = 60;
const START = Date.parse('2026-11-23T09:30:00Z');

/** The time this many seconds after the start. */
export const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

export const aKey = (overrides: Partial<DeliveryKey> = {}): DeliveryKey => ({
  tenant: aTenant(),
  notificationId: ulid(),
  channel: 'email',
  target: 'ann@example.com',
  ...overrides,
});

interface ClaimOverrides {
  readonly attempt?: number;
  readonly seconds?: number;
  /** A redrive at this time, or a name that sorts like one. @default none */
  readonly redrive?: string;
  readonly digest?: string;
}

export const aClaim = ({ attempt = 1, seconds = 0, redrive, digest }: ClaimOverrides = {}): Claim => ({
  attempt,
  now: at(seconds),
  leaseUntil: at(seconds + LEASE_SECONDS),
  leaseLimit: at(seconds + 2 * LEASE_SECONDS),
  ...(redrive !== undefined && { redrive }),
  ...(digest !== undefined && { digest }),
});

/** The result of attempt `n`, claimed at `seconds`. */
export const aSettlement = (n: number, state: Settlement['state'], seconds = 0): Settlement => ({
  n,
  state,
  lease: aLease(seconds),
  attempt: anAttempt(n, OUTCOMES[state] ?? 'retry', seconds),
});

/** A deferral: no attempt was made under the claim of `seconds`. */
export const aDeferral = (n: number, seconds = 0): Settlement => ({ n, state: 'retrying', lease: aLease(seconds) });

/** `leaseUntil` of a claim that was made at `seconds`. */
export const aLease = (seconds = 0): string => at(seconds + LEASE_SECONDS);

const OUTCOMES: Partial<Record<DeliveryState, Attempt['outcome']>> = {
  sent: 'sent',
  delivered: 'delivered',
  suppressed: 'suppressed',
  rejected: 'rejected',
  held: 'held',
};

export const someFeedback = (state: FeedbackState, seconds = 0): Feedback => ({
  state,
  at: at(seconds),
  reason: `${state} for a reason`,
});

/** Such as a full mailbox, or an absence note that came as a bounce. */
export const aTransientBounce = (seconds = 0): Feedback => ({ ...someFeedback('bounced', seconds), transient: true });

/** Due time for tests on a deployed stack's table, whose sweeper takes deliveries that are due by the real date. */
export const IN_A_CENTURY = 100 * 365 * 86_400;

/** A message parked until this many seconds after the start. */
export const aParking = (seconds: number): Parking => ({
  dueAt: at(seconds),
  message: { body: '{"id":"1"}', attributes: { a: { DataType: 'String', StringValue: 'b' } }, groupId: 'acme' },
});

/** A message of this delivery. */
export const aMessageOf = ({ notificationId: id, tenant, target }: DeliveryKey): QueueMessage =>
  deliveryMessage({ tenant, target, body: JSON.stringify({ id, tenant }), digest: 'd' });

/** The same message as a channel parks it. */
export const aParkingOf = (key: DeliveryKey, seconds: number): Parking => ({
  dueAt: at(seconds),
  message: aSealed(aMessageOf(key), key.channel),
});

export const anAttempt = (n: number, outcome: Attempt['outcome'], seconds = 0): Attempt => ({
  n,
  at: at(seconds),
  outcome,
  reason: `${outcome} for a reason`,
  durationMs: 12,
});

/** An accepted notification; `content` is merged into its text. */
export function anEvent({
  content = {},
  ...overrides
}: Partial<AcceptedEvent> & { content?: object } = {}): AcceptedEvent {
  const { id, tenant, type, ...rest } = aNotification({ data: { order: '4711 – schön 🎉' }, ...overrides, ...content });
  const text = JSON.stringify({ id, tenant, type, ...rest });
  return { id, tenant, type, text, acceptedAt: at(0), ...overrides };
}
