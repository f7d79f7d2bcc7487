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

/** What the ledger stores of a notification: exactly the received text. */
export interface AcceptedEvent {
  readonly id: string;
  readonly tenant: string;
  readonly type: string;
  readonly text: string;
  /** RFC 3339, UTC. */
  readonly acceptedAt: string;
}

export interface EventLedger {
  /** Records a notification once. Throws if it is unknown whether it is recorded; the caller may retry. */
  accept(event: AcceptedEvent): Promise<Acceptance>;
}

export interface Claim extends ClaimRequest {
  /** RFC 3339, UTC. End of the lease: another worker may then take the delivery over, so that a crash heals. */
  readonly leaseUntil: string;
}

/** The message for the next attempt, parked in the ledger. */
export interface Parking {
  /** RFC 3339, UTC: when the sweeper sends it to the queue. */
  readonly dueAt: string;
  readonly message: QueueMessage;
}

export interface DeliveryLedger {
  /**
   * Of concurrent callers, exactly one gets `claimed`. One conditional write; for a redrive a read before it. A parked
   * message stays parked: the owner may die, and its own message may be lost. A redrive keeps `attemptsKept`.
   */
  claim(key: DeliveryKey, claim: Claim): Promise<ClaimDecision>;
  /**
   * Records a result if `maySettle` allows it; otherwise leaves the delivery unchanged. With `parking`, the same write
   * replaces the parked message; without, it removes it. The receiver's response to a failed attempt may be lost, but
   * nothing else.
   */
  settle(key: DeliveryKey, settlement: Settlement, parking?: Parking): Promise<SettleDecision>;
  /**
   * Records a final state without an attempt, so without a claim. The first note of a key stays; without a target, the
   * first of each tenant, because tenant and id of a message may be forged.
   */
  note(key: DeliveryKey, state: NotedState, attempt: Attempt): Promise<void>;
  /**
   * Targets of the tenant's open deliveries under this id on this channel: of all or of a range, by one query that reads
   * each with its message, or of one.
   */
  openTargets(begun: BegunDeliveries): Promise<readonly string[]>;
}

/** A range of target keys in the order of their UTF-16 code units, both ends included. */
export interface TargetRange {
  readonly from: string;
  readonly to: string;
}

export interface BegunDeliveries extends Omit<DeliveryKey, 'target'> {
  /** @default all of them */
  readonly target?: string;
  /** @default all of them */
  readonly range?: TargetRange;
}

export const isInRange = (target: string, range: TargetRange | undefined): boolean =>
  range === undefined || (range.from <= target && target <= range.to);

export type NotedState = Extract<DeliveryState, 'suppressed' | 'rejected'>;

/** An unverified item of a parked delivery; `parked-message.ts` verifies it. */
export interface ParkedDelivery {
  /** From the item's key. The tenant is not part of that: it comes from an attribute, and is empty without one. */
  readonly key: DeliveryKey;
  /** RFC 3339, UTC. */
  readonly dueAt: string;
  readonly message?: unknown;
  readonly attempted?: unknown;
}

export interface ParkedDeliveries {
  /**
   * Deliveries of a channel due by `now` (RFC 3339, UTC) on one of `PARK_SHARDS`, in pages, longest due first.
   * Independent of the backlog of other channels.
   */
  due(channel: string, shard: number, now: string): AsyncIterable<readonly ParkedDelivery[]>;
  /** Number of deliveries due by `now` on a shard, for each channel not in this list. May include just claimed ones. */
  dueOfOthers(channels: readonly string[], shard: number, now: string): Promise<ReadonlyMap<string, number>>;
  /** Sets `dueAt`; false if the delivery was settled or postponed concurrently. */
  postpone(parked: ParkedDelivery, dueAt: string): Promise<boolean>;
  /**
   * Removes the parked message; false if the delivery was settled or postponed concurrently. The delivery stays, and is
   * an orphan from then on (`orphan.ts`).
   */
  unpark(parked: ParkedDelivery): Promise<boolean>;
}

export interface AcceptedContent {
  readonly tenant: string;
  /** `contentDigest` of the accepted notification. Undefined after an erasure: then content cannot be compared. */
  readonly digest?: string;
  /** An address was erased from the record. */
  readonly erased?: true;
}

/** Reads the accepted content of an id. */
export interface AcceptedContents {
  /** Undefined if nothing is accepted under this id yet. Eventually consistent. */
  accepted(id: string): Promise<AcceptedContent | undefined>;
  /**
   * Whether the delivery existed before an address was erased from the record of its id. Call it only if the record is
   * marked as erased, so that other deliveries cost no read.
   */
  begunBeforeErasure(key: DeliveryKey): Promise<boolean>;
}

/** All that the ledger has of one id, in key order. */
export interface NotificationHistory {
  readonly event?: AcceptedEvent;
  readonly deliveries: readonly Delivery[];
}

export interface LedgerReader {
  history(notificationId: string): Promise<NotificationHistory>;
  /** The existing deliveries, in any order, without receivers' responses. */
  deliveries(keys: readonly DeliveryKey[]): Promise<readonly Delivery[]>;
}

export const acceptedEvent = (notification: Notification, text: string, now: Date): AcceptedEvent => ({
  id: notification.id,
  tenant: notification.tenant,
  type: notification.type,
  text,
  acceptedAt: now.toISOString(),
});
