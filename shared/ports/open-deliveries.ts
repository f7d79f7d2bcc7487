import type { Delivery } from '../domain/delivery/claim';
import type { Parking } from './ledger';

/** Deliveries that are not final and have no message in the ledger: whether one is on its way, no index says. */
export interface OpenDeliveries {
  /**
   * One page of a scan through the whole ledger, eventually consistent. It reads up to 1 MB, and most pages list nothing.
   * What has expired at `now` counts as deleted: DynamoDB deletes expired items late.
   *
   * @param after `next` of the page before; what it names may have been deleted since. Undefined: from the beginning
   */
  page(after: string | undefined, now: Date): Promise<OpenDeliveriesPage>;
  /** Parks a message in a delivery that is still as it was read. One conditional write; false where it is not. */
  adopt(delivery: Delivery, parking: Parking): Promise<boolean>;
}

export interface OpenDeliveriesPage {
  readonly deliveries: readonly Delivery[];
  /** Undefined after the last page. */
  readonly next?: string;
}

/** How far a pass through the ledger has come. */
export interface ScanProgress {
  /** RFC 3339, UTC: when the pass began. */
  readonly startedAt: string;
  /** `next` of the last page that is done. Undefined: the pass is complete. */
  readonly after?: string;
}

/** Keeps the progress between invocations. */
export interface ScanProgressStore {
  /** Undefined before the first pass. */
  read(): Promise<ScanProgress | undefined>;
  /** Unconditional: a late writer moves the scan back to a page that is done, and skips none. */
  save(progress: ScanProgress): Promise<void>;
}
