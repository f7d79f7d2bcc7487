import type { Delivery } from '../domain/delivery/claim';
import type { Parking } from './ledger';

/** Open deliveries without a parked message. No index tells whether their message is in a queue. */
export interface OpenDeliveries {
  /**
   * One page of a scan through the ledger, eventually consistent. A page reads up to 1 MB, and most have no such
   * delivery. Items past their TTL at `now` count as deleted: DynamoDB deletes expired items late.
   *
   * @param after `next` of the previous page, whose item may have been deleted since; undefined: from the start
   */
  page(after: string | undefined, now: Date): Promise<OpenDeliveriesPage>;
  /** Parks a message in a delivery by a conditional write; false if the delivery has changed since it was read. */
  adopt(delivery: Delivery, parking: Parking): Promise<boolean>;
}

export interface OpenDeliveriesPage {
  readonly deliveries: readonly Delivery[];
  /** Undefined after the last page. */
  readonly next?: string;
}

/** Progress of a scan through the ledger. */
export interface ScanProgress {
  /** RFC 3339, UTC: when the scan started. */
  readonly startedAt: string;
  /** `next` of the last completed page. Undefined: the scan is complete. */
  readonly after?: string;
}

/** Stores the progress between invocations. */
export interface ScanProgressStore {
  /** Undefined before the first scan. */
  read(): Promise<ScanProgress | undefined>;
  /** Unconditional: a late writer makes the scan repeat a page, and never skip one. */
  save(progress: ScanProgress): Promise<void>;
}
