import type { DeliveryKey } from '../../domain/delivery/claim';
import { recordId } from '../../domain/notification/record-id';

/**
 * Keys and attributes of the ledger table. One item collection for each notification id:
 *
 * | pk  | sk                     | what |
 * | --- | ---                    | --- |
 * | id  | `E`                    | the accepted event |
 * | id  | `D#<channel>#<target>` | one delivery: claim, status and attempts in one item |
 * | id  | `D#<channel>##<tenant>` | a note: that tenant's, as the message says, and of no target |
 * | id  | `A#<channel>#<target>#<n, 4 digits>` | an attempt that failed, with what the receiver answered |
 * | `SCAN` | `orphans`           | how far the scan for orphans has come; for a minute it may name a delivery's key |
 *
 * Partition keys of ids are made by `recordId` alone, which lets no id spell `SCAN` or a key of `audit-items.ts`.
 */
export const EVENT_KEY = 'E';
export const DELIVERY_PREFIX = 'D#';
export const ATTEMPT_PREFIX = 'A#';
/** Seconds since 1970, after which DynamoDB may delete the item. The stack makes it the table's TTL attribute. */
export const TTL_ATTRIBUTE = 'expiresAt';

export interface LedgerTable {
  readonly tableName: string;
  /** Days until DynamoDB may delete an item (TTL). */
  readonly retentionDays: number;
}

export const eventItemKey = (id: string): { pk: string; sk: string } => ({ pk: recordId(id), sk: EVENT_KEY });

/** Begins the sort key of every delivery of a notification on this channel, and of every note. */
export const deliveryPrefix = (channel: string): string => `${DELIVERY_PREFIX}${channel}#`;

/** Any message can name any id: a note of one tenant must not take the place of a note of the one that the id belongs to. */
export const deliveryItemKey = ({ notificationId, channel, target, tenant }: DeliveryKey) => ({
  pk: recordId(notificationId),
  sk: `${deliveryPrefix(channel)}${target === '' ? `#${tenant}` : target}`,
});

export const attemptItemKey = (key: DeliveryKey, n: number): { pk: string; sk: string } => ({
  pk: recordId(key.notificationId),
  sk: `${ATTEMPT_PREFIX}${key.channel}#${key.target}#${String(n).padStart(4, '0')}`,
});

/** Partition key of what is kept of a scan through the table. */
export const SCAN_KEY = 'SCAN';
export const orphanScanKey = { pk: SCAN_KEY, sk: 'orphans' };

/** Index of deliveries whose next message waits in the ledger: `parkShard`, then `dueAt`. Only they have both. */
export const PARKED_INDEX = 'parked';
/** What a delivery has beside its own attributes while it is parked. `parked` is the message. */
export const PARK_ATTRIBUTES = ['dueAt', 'parkShard', 'parked'] as const;
/**
 * Whatever feedback reads or writes of a delivery: its permission names these alone, so that it can write neither what was
 * accepted, nor a delivery that the scan for orphans would bring back.
 */
export const FEEDBACK_ATTRIBUTES = [
  'pk',
  'sk',
  'tenant',
  'state',
  'feedback',
  'returned',
  'redrive',
  'refusedAt',
  'leaseUntil',
  'notBefore',
  ...PARK_ATTRIBUTES,
] as const;
export const shardKey = (shard: number): string => `P${shard}`;

export const expiry = (from: string, retentionDays: number): number =>
  Math.floor(Date.parse(from) / 1000) + retentionDays * 86_400;
