/**
 * Coalesces calls: items that arrive for a key during a call are combined into the next call. Fifty records of a batch
 * that need one item then cause one or two writes, not fifty concurrent ones.
 *
 * @param call returns one result per item, in order; if it fails, only its own items fail
 */
export function coalesce<Item, Result>(
  call: (key: string, items: readonly Item[]) => Promise<readonly Result[]>,
): (key: string, item: Item) => Promise<Result> {
  const waiting = new Map<string, Waiting<Item, Result>[]>();
  const drain = async (key: string) => {
    // Records of a batch arrive one after the other, before any network I/O.
    await new Promise(setImmediate);
    const take = () => waiting.get(key)?.splice(0) ?? [];
    for (let next = take(); next.length > 0; next = take()) await callTogether(key, next, call);
    waiting.delete(key);
  };
  return (key, item) =>
    new Promise((resolve, reject) => {
      const queue = waiting.get(key);
      const one = { item, resolve, reject };
      if (queue) queue.push(one);
      else {
        waiting.set(key, [one]);
        void drain(key);
      }
    });
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

async function callTogether<Item, Result>(
  key: string,
  all: readonly Waiting<Item, Result>[],
  call: (key: string, items: readonly Item[]) => Promise<readonly Result[]>,
): Promise<void> {
  try {
    const results = await call(
      key,
      all.map(({ item }) => item),
    );
    for (const [index, { resolve }] of all.entries()) resolve(results[index] as Result);
  } catch (error) {
    for (const { reject } of all) reject(error);
  }
}
