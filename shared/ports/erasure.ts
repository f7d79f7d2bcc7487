/** An item of the ledger, whatever it is. */
export type LedgerItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

/** What an erasure changes of one notification. */
export interface ItemChanges {
  /** In the place of the items with the same keys, or new. */
  readonly puts: readonly LedgerItem[];
  readonly deletes: readonly LedgerItem[];
}

/** For operators, who may rewrite what no function may. */
export interface Erasure {
  /** Every accepted notification, with all of its items, by a walk through the whole table. */
  notifications(tenant?: string): AsyncIterable<readonly LedgerItem[]>;
  /** All or nothing. Throws when one of the items is no longer as it was read. */
  apply(changes: ItemChanges, read: readonly LedgerItem[]): Promise<void>;
  /** Of suppressions and unsubscriptions. */
  preferences(address: string): Promise<number>;
}
