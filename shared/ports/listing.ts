import type { Delivery } from '../domain/delivery/claim';
import type { DeliveryRow, ListedState, NotificationRow } from '../domain/listing/listing-row';
import type { AcceptedEvent } from './ledger';

export interface ListingRows {
  readonly notifications: readonly NotificationRow[];
  /** No delivery twice. */
  readonly deliveries: readonly DeliveryRow[];
}

/** Writes the listing; idempotent. */
export interface ListingWriter {
  /**
   * Stores the rows. Of the rows of one delivery, that with the highest version stays, in whichever order they come.
   *
   * @returns those that could not be written after some retries, with the first reason
   */
  put(rows: ListingRows): Promise<ListingRows & { readonly reason?: string }>;
  /** Those of the rows whose delivery has a row already. Strongly consistent. */
  known(rows: readonly DeliveryRow[]): Promise<readonly DeliveryRow[]>;
}

/** Which list. Each is one range of one partition, so that a page is one query. */
export type ListName =
  | { readonly tenant: string }
  | { readonly tenant: string; readonly type: string }
  | { readonly tenant: string; readonly state: ListedState }
  | { readonly tenant: string; readonly endpoint: string };

export interface ListRange {
  /** `positionOf`, inclusive: the newest place. @default the newest row */
  readonly before?: string;
  /** RFC 3339, UTC, with milliseconds: the earliest acceptance, inclusive. @default the oldest row */
  readonly since?: string;
  readonly limit: number;
}

/** A row as it is listed. Members of deliveries are absent for notifications, and `channels` for deliveries. */
export type ListedRow = Omit<NotificationRow, 'channels'> &
  Partial<Pick<NotificationRow, 'channels'>> &
  Partial<Pick<DeliveryRow, 'channel' | 'target' | 'state'>>;

export interface ListingReader {
  /**
   * The newest rows of the range, newest first, by one query. Fewer than `limit` mean that the range has no more. Eventually
   * consistent; may have rows past their TTL.
   */
  rows(list: ListName, range: ListRange): Promise<readonly ListedRow[]>;
}

export type DeliverySummary = Pick<Delivery, 'channel' | 'target' | 'state' | 'attempted'>;

export interface DeliveriesOfNotification {
  /** Of the tenant, in key order: at most as many as were asked for. */
  readonly deliveries: readonly DeliverySummary[];
  /** There are more, or they are too large for one call. */
  readonly hasMore: boolean;
}

/** Details of a page, from the ledger: parallel reads by key, which transfer no messages and no attempts. */
export interface ListingDetails {
  /** The state of at most `limit` deliveries of each notification, in the order of the ids. Eventually consistent. */
  deliveriesOf(tenant: string, ids: readonly string[], limit: number): Promise<readonly DeliveriesOfNotification[]>;
  /** The accepted notifications with these ids, in any order. */
  acceptedOf(ids: readonly string[]): Promise<readonly AcceptedSummary[]>;
}

/** A delivery as the ledger has it. Type and acceptance are in the record of its notification. */
export interface ChangedDelivery extends Omit<DeliveryRow, 'type' | 'acceptedAt'> {
  /** RFC 3339, UTC: its first attempt that is still recorded, or the change. */
  readonly at: string;
}

export type ChangedItem =
  | { readonly kind: 'accepted'; readonly row: NotificationRow }
  | { readonly kind: 'delivery'; readonly delivery: ChangedDelivery };

/** Everything in the ledger that can be listed. */
export interface LedgerContents {
  /** Pages of at most 1 MB, by a scan of the whole table. Their versions are lower than those of any change. */
  listable(): AsyncIterable<readonly ChangedItem[]>;
}

export interface AcceptedSummary extends Pick<AcceptedEvent, 'id' | 'tenant' | 'type' | 'acceptedAt'> {
  /** TTL: seconds since 1970. */
  readonly expiresAt: number;
}
