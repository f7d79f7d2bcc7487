import type { Acceptance } from '../domain/audit-chain/compare-record';
import type {
  Attempt,
  ClaimDecision,
  ClaimRequest,
  Delivery,
  DeliveryKey,
  DeliveryState,
  SettleDecision,
  Settlement,
} from '../domain/delivery/claim';
import type { Notification } from '../domain/notification/notification';
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

/** The message that asks for the next attempt, kept in the ledger. */
export interface Parking {
  /** RFC 3339, UTC: when the sweeper sends it to the queue. */
  readonly dueAt: string;
  readonly message: QueueMessage;
}

export interface DeliveryLedger {
  /**
   * Of any number of concurrent callers one gets `claimed`. One conditional write; for a redrive a read before it. What
   * is parked stays parked: the owner may die, and its own message may be gone. A redrive keeps `attemptsKept`.
   */
  claim(key: DeliveryKey, claim: Claim): Promise<ClaimDecision>;
  /**
   * Records what an attempt came to, where `maySettle` allows it; otherwise leaves the delivery as it is. With `parking`
   * the ledger keeps the next message, in the same write, in place of what was parked before; without, nothing is parked
   * any more. What a receiver answered to an attempt that failed may be lost, and nothing else of it.
   */
  settle(key: DeliveryKey, settlement: Settlement, parking?: Parking): Promise<SettleDecision>;
  /**
   * Records a final state that needed no claim, because nothing was attempted. The first note of a key stays; without a
   * target, the first of each tenant: what a message says of its tenant and id may not be so.
   */
  note(key: DeliveryKey, state: NotedState, attempt: Attempt): Promise<void>;
  /**
   * Targets of the tenant's deliveries under this id on this channel that have begun and are not final; of all, which is
   * one query that reads each of them with its message, or of one.
   */
  openTargets(begun: BegunDeliveries): Promise<readonly string[]>;
}

/** @property target @default all of them */
export type BegunDeliveries = Omit<DeliveryKey, 'target'> & Partial<Pick<DeliveryKey, 'target'>>;

export type NotedState = Extract<DeliveryState, 'suppressed' | 'rejected'>;

/** What lies in the ledger as a delivery whose next message waits there. `parked-message.ts` tells whether it is one. */
export interface ParkedDelivery {
  /** As the key of the item says; the tenant, which is no part of that, as its attribute does: empty where there is none. */
  readonly key: DeliveryKey;
  /** RFC 3339, UTC. */
  readonly dueAt: string;
  readonly message?: unknown;
  readonly attempted?: unknown;
}

export interface ParkedDeliveries {
  /**
   * What a channel has due by `now` (RFC 3339, UTC) on one of `PARK_SHARDS`, a page at a time, the longest due first. How
   * much other channels have due does not matter.
   */
  due(channel: string, shard: number, now: string): AsyncIterable<readonly ParkedDelivery[]>;
  /** How many are due by `now` on a shard, for each channel that is none of these. What was claimed just now may count. */
  dueOfOthers(channels: readonly string[], shard: number, now: string): Promise<ReadonlyMap<string, number>>;
  /** Due again at `dueAt` unless it was settled or postponed meanwhile; false then. */
  postpone(parked: ParkedDelivery, dueAt: string): Promise<boolean>;
  /**
   * Takes its message out, unless it was settled or postponed meanwhile; false then. The delivery stays as it is, and is an
   * orphan from then on (`orphan.ts`).
   */
  unpark(parked: ParkedDelivery): Promise<boolean>;
}

export interface AcceptedContent {
  readonly tenant: string;
  /** `contentDigest` of what was accepted. Undefined where an address was erased from it: nothing can be compared then. */
  readonly digest?: string;
  /** An address was erased from the record. */
  readonly erased?: true;
}

/** What is recorded as the content of an id. */
export interface AcceptedContents {
  /** Undefined where nothing is accepted under this id yet. Eventually consistent. */
  accepted(id: string): Promise<AcceptedContent | undefined>;
  /**
   * Whether the delivery was there when an address was erased from the record of its id. Only where the record says that
   * one was, so that other deliveries cost no read.
   */
  begunBeforeErasure(key: DeliveryKey): Promise<boolean>;
}

/** All that is known of one id, in the order of the keys. */
export interface NotificationHistory {
  readonly event?: AcceptedEvent;
  readonly deliveries: readonly Delivery[];
}

export interface LedgerReader {
  history(notificationId: string): Promise<NotificationHistory>;
  /** Those that are there, in any order, without what receivers answered. */
  deliveries(keys: readonly DeliveryKey[]): Promise<readonly Delivery[]>;
}

export const acceptedEvent = (notification: Notification, text: string, now: Date): AcceptedEvent => ({
  id: notification.id,
  tenant: notification.tenant,
  type: notification.type,
  text,
  acceptedAt: now.toISOString(),
});
