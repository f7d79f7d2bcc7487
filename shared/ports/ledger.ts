import type {
  Attempt,
  ClaimDecision,
  ClaimRequest,
  Delivery,
  DeliveryKey,
  DeliveryState,
  Settlement,
} from '../domain/delivery/claim';
import type { Notification } from '../domain/notification/notification';
import type { Acceptance } from './audit-chain';
import type { QueueMessage } from './channel-queue';

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

/** The message that asks for an attempt which is more than SQS can delay away. */
export interface Parking {
  /** RFC 3339, UTC. */
  readonly dueAt: string;
  readonly message: QueueMessage;
}

export interface DeliveryLedger {
  /** One conditional write: of any number of concurrent callers one gets `claimed`. A redrive keeps `attemptsKept`. */
  claim(key: DeliveryKey, claim: Claim): Promise<ClaimDecision>;
  /**
   * Records what an attempt came to, where `maySettle` allows it; otherwise leaves the delivery as it is. With `parking`
   * the ledger keeps the next message, in the same write, until a claim or a sweep takes it. What a receiver answered to
   * an attempt that failed may be lost, and nothing else of it.
   */
  settle(key: DeliveryKey, settlement: Settlement, parking?: Parking): Promise<void>;
  /**
   * Records a final state that needed no claim, because nothing was attempted. The first note of a key stays; without a
   * target, the first of each tenant: what a message says of its tenant and id may not be so.
   */
  note(key: DeliveryKey, state: NotedState, attempt: Attempt): Promise<void>;
  /** Whether anything is recorded of it: a claim, a result or a note. */
  hasBegun(key: DeliveryKey): Promise<boolean>;
}

export type NotedState = Extract<DeliveryState, 'suppressed' | 'rejected'>;

/** A delivery whose next message waits in the ledger. */
export interface ParkedDelivery extends Parking {
  readonly key: DeliveryKey;
}

export interface ParkedDeliveries {
  /** What is due by `now` (RFC 3339, UTC), a page at a time, the longest due first within each of `PARK_SHARDS`. */
  due(shard: number, now: string): AsyncIterable<readonly ParkedDelivery[]>;
  /** Due again at `dueAt` unless it was claimed or postponed meanwhile; false then. */
  postpone(parked: ParkedDelivery, dueAt: string): Promise<boolean>;
}

/** What is recorded as the content of an id. */
export interface AcceptedContents {
  /** `contentDigest` of the event that was accepted under this id of this tenant; undefined where there is none yet. */
  digest(tenant: string, id: string): Promise<string | undefined>;
}

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
