import type { DeliveryKey } from '../../domain/delivery/claim';
import { recordId } from '../../domain/notification/record-id';

/**
 * Keys and attributes of the ledger table, with one item collection for each notification id:
 *
 * | pk  | sk                     | what |
 * | --- | ---                    | --- |
 * | id  | `E`                    | the accepted event |
 * | id  | `D#<channel>#<target>` | one delivery: claim, status and attempts in one item |
 * | id  | `D#<channel>##<tenant>` | a note without target, of the tenant that the message claims |
 * | id  | `A#<channel>#<target>#<n, 4 digits>` | a failed attempt, with the receiver's response |
 * | `SCAN` | `orphans`           | progress of the scan for orphans; for a minute it may name a delivery's key |
 *
 * Only `recordId` makes partition keys of ids, so that no id can collide with `SCAN` or a key of `audit-items.ts`.
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

/** Prefix of the sort keys of a notification's deliveries and notes on this channel. */
export const deliveryPrefix = (channel: string): string => `${DELIVERY_PREFIX}${channel}#`;

/** A note's key has the tenant: any message can name any id, and must not overwrite a note of the id's owner. */
export const deliveryItemKey = ({ notificationId, channel, target, tenant }: DeliveryKey) => ({
  pk: recordId(notificationId),
  sk: `${deliveryPrefix(channel)}${target === '' ? `#${tenant}` : target}`,
});

export const attemptItemKey = (key: DeliveryKey, n: number): { pk: string; sk: string } => ({
  pk: recordId(key.notificationId),
  sk: `${ATTEMPT_PREFIX}${key.channel}#${key.target}#${String(n).padStart(4, '0')}`,
});

/** Partition key of the progress of table scans. */
export const SCAN_KEY = 'SCAN';
export const orphanScanKey = { pk: SCAN_KEY, sk: 'orphans' };

/** Sparse index of parked deliveries, by `parkShard` and `dueAt`, which only parked deliveries have. */
export const PARKED_INDEX = 'parked';
/** Additional attributes of a parked delivery. `parked` is the message. */
export const PARK_ATTRIBUTES = ['dueAt', 'parkShard', 'parked'] as const;
/**
 * All attributes that feedback reads or writes. Its IAM permission names only these, so that it can write neither an
 * accepted notification, nor a delivery that the scan for orphans would bring back.
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
