import type { Attempt, ClaimDecision, ClaimRequest, Delivery, DeliveryKey, DeliveryState } from '../domain/claim';
import type { Notification } from '../domain/notification';
import type { Acceptance } from './audit-chain';

/** What the ledger keeps of a notification: exactly the text that was received. */
export interface AcceptedEvent {
  readonly id: string;
  readonly tenant: string;
  readonly type: string;
  readonly text: string;
  /** RFC 3339, UTC. */
  readonly acceptedAt: string;
}

export interface EventLedger {
  /** Records a notification once. Throws when it is not certain that it is recorded; then it may be given again. */
  accept(event: AcceptedEvent): Promise<Acceptance>;
}

export interface Claim extends ClaimRequest {
  /** RFC 3339, UTC; after it the claim is worth nothing, so that a crash heals. */
  readonly leaseUntil: string;
}

export interface DeliveryLedger {
  /** One conditional write: of any number of concurrent callers one gets `claimed`. */
  claim(key: DeliveryKey, claim: Claim): Promise<ClaimDecision>;
  /** Records an attempt's result, where `maySettle` allows it; otherwise leaves the delivery as it is. */
  settle(key: DeliveryKey, state: DeliveryState, attempt: Attempt): Promise<void>;
  /** Records a final state that needed no claim, because nothing was attempted. The first note of a key stays. */
  note(key: DeliveryKey, state: NotedState, attempt: Attempt): Promise<void>;
}

export type NotedState = 'suppressed' | 'rejected';

/** All that is known of one id, in the order of the keys. */
export interface NotificationHistory {
  readonly event?: AcceptedEvent;
  readonly deliveries: readonly Delivery[];
}

export interface LedgerReader {
  history(notificationId: string): Promise<NotificationHistory>;
}

export const acceptedEvent = (notification: Notification, text: string, now: Date): AcceptedEvent => ({
  id: notification.id,
  tenant: notification.tenant,
  type: notification.type,
  text,
  acceptedAt: now.toISOString(),
});
