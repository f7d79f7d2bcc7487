import { coalesce } from './coalesce';
import { type Sleep, settledWithin } from './settled-within';

/**
 * Coalesces all items, like `coalesce`, but a call that takes longer than `patienceMs` does not hold up later items: they
 * are combined into another call, beside it.
 */
export function coalesceWithin<Item, Result>(
  patienceMs: number,
  call: (items: readonly Item[]) => Promise<readonly Result[]>,
  sleep: Sleep,
): (item: Item) => Promise<Result> {
  const coalesced = coalesce<Item, Promise<Result>>(async (_, items) => {
    const results = call(items);
    await settledWithin(patienceMs, results, sleep);
    return items.map(async (_item, index) => (await results)[index] as Result);
  });
  return async (item) => coalesced('', item);
}
