/** What becomes of one stored item, or of several that become one. */
export interface ItemChange<Item> {
  /** In the place of the item with the same key, or under a new one. */
  readonly put: Item;
  /** Items under other keys whose place it takes. */
  readonly deletes: readonly Item[];
}

/** @see Amazon DynamoDB API, TransactWriteItems */
export const MAX_TRANSACTION_ACTIONS = 100;

/** In their order, the last one as full as it can be; a put and its deletes are never apart. */
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
