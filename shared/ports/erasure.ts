import type { ItemChange } from '../domain/audit-chain/item-change';

/** Any item of the ledger. */
export type LedgerItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

/**
 * Why a notification is not erased completely. A later run resumes the erasure.
 *
 * - `unreadable`: one of its items has a value that JavaScript cannot represent; nothing was changed
 * - `changed`: one of its items was written concurrently since it was read
 * - `refused`: the table refuses a rewritten item, for instance because it is too large, or throttles
 */
export type ErasureFailure = 'unreadable' | 'changed' | 'refused';

/** For operators, who may rewrite items that no function may. */
export interface Erasure {
  /** Ids of all accepted notifications. Scans the whole table. */
  ids(tenant?: string): AsyncIterable<string>;
  /** All items of a notification in key order; undefined if one is unreadable. */
  items(id: string): Promise<readonly LedgerItem[] | undefined>;
  /**
   * Applies the changes in order, in transactions of at most 100 actions: a failure leaves earlier transactions
   * written. Returns undefined if all is written. Throws on errors beyond this notification, such as a missing
   * permission.
   *
   * @param read all items of the notification, as `items` returned them
   */
  apply(
    changes: readonly ItemChange<LedgerItem>[],
    read: readonly LedgerItem[],
  ): Promise<Exclude<ErasureFailure, 'unreadable'> | undefined>;
  /** Number of suppressions and unsubscriptions of the address. */
  preferences(address: string): Promise<number>;
}
