/** What becomes of one stored item. */
export interface ItemChange<Item> {
  /** In the place of the item with the same key, or under a new one. */
  readonly put: Item;
  /** The item under its old key, where it moves. @default the item keeps its key */
  readonly delete?: Item;
}

/** @see Amazon DynamoDB API, TransactWriteItems */
export const MAX_TRANSACTION_ACTIONS = 100;

/** In their order; a put and its delete are never apart. */
export function inTransactions<Item>(changes: readonly ItemChange<Item>[]): ItemChange<Item>[][] {
  const transactions: ItemChange<Item>[][] = [];
  let actions = MAX_TRANSACTION_ACTIONS;
  for (const change of changes) {
    actions += actionsOf(change);
    if (actions > MAX_TRANSACTION_ACTIONS) {
      transactions.push([]);
      actions = actionsOf(change);
    }
    transactions.at(-1)?.push(change);
  }
  return transactions;
}

const actionsOf = (change: ItemChange<unknown>): number => (change.delete === undefined ? 1 : 2);
