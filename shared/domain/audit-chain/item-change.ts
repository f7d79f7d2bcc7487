/** The change to one stored item, or to several that are merged. */
export interface ItemChange<Item> {
  /** Replaces the item with the same key, or is a new one. */
  readonly put: Item;
  /** Items under other keys that it replaces. */
  readonly deletes: readonly Item[];
}

/** @see Amazon DynamoDB API, TransactWriteItems */
export const MAX_TRANSACTION_ACTIONS = 100;

/**
 * Groups the changes into transactions of at most `MAX_TRANSACTION_ACTIONS` actions, in order, filled from the last one
 * backwards. A put and its deletes stay together.
 */
export function inTransactions<Item>(changes: readonly ItemChange<Item>[]): ItemChange<Item>[][] {
  const transactions: ItemChange<Item>[][] = [];
  let actions = MAX_TRANSACTION_ACTIONS;
  for (const change of changes.toReversed()) {
    actions += actionsOf(change);
    if (actions > MAX_TRANSACTION_ACTIONS) {
      transactions.unshift([]);
      actions = actionsOf(change);
    }
    transactions[0]?.unshift(change);
  }
  return transactions;
}

const actionsOf = ({ deletes }: ItemChange<unknown>): number => 1 + deletes.length;
