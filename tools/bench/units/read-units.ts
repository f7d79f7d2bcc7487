import { type Item, itemSize } from './item-size';

const READ_UNIT_BYTES = 4_096;

type Input = Readonly<Record<string, unknown>>;

/** Read request units of a call; 0 for a write. A key without an item costs as much as a small item. */
export function readUnits(operation: string, input: Input, output: Input): number {
  if (operation === 'GetItem') return unitsOf((output.Item ?? {}) as Item) * factorOf(input);
  if (operation === 'Query') return queryUnits(output.Items as Item[]) * factorOf(input);
  if (operation === 'Scan') throw new Error('the read units of a Scan are not counted');
  if (operation !== 'BatchGetItem') return 0;
  const responses = output.Responses as Record<string, Item[]>;
  const requested = Object.entries(input.RequestItems as Record<string, Input & { Keys: Item[] }>);
  return requested.reduce((sum, [table, keys]) => sum + batchUnits(keys, responses[table] ?? []), 0);
}

const unitsOf = (item: Item): number => Math.max(1, Math.ceil(itemSize(item) / READ_UNIT_BYTES));

/** An eventually consistent read costs half. */
const factorOf = ({ ConsistentRead }: Input): number => (ConsistentRead === true ? 1 : 0.5);

/** A query is charged for the sum of its items. */
const queryUnits = (items: readonly Item[]): number =>
  Math.max(1, Math.ceil(items.reduce((sum, item) => sum + itemSize(item), 0) / READ_UNIT_BYTES));

function batchUnits(requested: Input & { readonly Keys: readonly Item[] }, found: readonly Item[]): number {
  const missing = requested.Keys.length - found.length;
  return found.reduce((sum, item) => sum + unitsOf(item), missing) * factorOf(requested);
}
