import type { ItemChange } from '../domain/audit-chain/item-change';

/** An item of the ledger, whatever it is. */
export type LedgerItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

/**
 * Why one notification is not erased, wholly or in part. Another erasure goes on where this one ended.
 *
 * - `unreadable`: one of its items holds a value that JavaScript has not; nothing was changed
 * - `changed`: somebody else wrote one of its items since they were read
 * - `refused`: the table does not take a rewritten item, such as one that has become too large, or is throttled
 */
export type ErasureFailure = 'unreadable' | 'changed' | 'refused';

/** For operators, who may rewrite what no function may. */
export interface Erasure {
  /** Of every accepted notification, by a walk through the whole table. */
  ids(tenant?: string): AsyncIterable<string>;
  /** All of one notification, in the order of their keys. Undefined where one of them cannot be read. */
  items(id: string): Promise<readonly LedgerItem[] | undefined>;
  /**
   * In order, in transactions of at most 100 actions: what fails leaves the transactions before it written. Undefined once
   * all is written. Throws what concerns more than this notification, such as a missing permission.
   *
   * @param read all items of the notification, as `items` returned them
   */
  apply(
    changes: readonly ItemChange<LedgerItem>[],
    read: readonly LedgerItem[],
  ): Promise<Exclude<ErasureFailure, 'unreadable'> | undefined>;
  /** Of suppressions and unsubscriptions. */
  preferences(address: string): Promise<number>;
}
