import { type Sleep, settledWithin } from './settled-within';

/** Milliseconds: longer than a call to AWS usually takes, so that a hanging one delays only its own items. */
export const PATIENCE_MS = 20;

/**
 * Coalesces items like `coalesce`, but they do not hold up each other: each is answered as soon as its own result is known,
 * and a call that takes longer than `patienceMs` does not delay later items, which are combined into another call.
 *
 * @param call returns a promise for each item, in order
 */
export function coalesceWithin<Item, Result>(
  patienceMs: number,
  call: (items: readonly Item[]) => readonly Promise<Result>[],
  sleep: Sleep,
): (item: Item) => Promise<Result> {
  /** Undefined while no call is made, or about to be. */
  let waiting: Waiting<Item, Result>[] | undefined;
  const drain = async () => {
    // Records of a batch arrive one after the other, before any network I/O.
    await new Promise(setImmediate);
    for (let next = waiting?.splice(0) ?? []; next.length > 0; next = waiting?.splice(0) ?? [])
      await settledWithin(patienceMs, Promise.allSettled(answer(next, call)), sleep);
    waiting = undefined;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      const one = { item, resolve, reject };
      if (waiting) return void waiting.push(one);
      waiting = [one];
      void drain();
    });
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Promise<Result>) => void;
  readonly reject: (error: unknown) => void;
}

function answer<Item, Result>(
  all: readonly Waiting<Item, Result>[],
  call: (items: readonly Item[]) => readonly Promise<Result>[],
): readonly Promise<Result>[] {
  try {
    const results = call(all.map(({ item }) => item));
    for (const [index, { resolve }] of all.entries()) resolve(results[index] as Promise<Result>);
    return results;
  } catch (error) {
    for (const { reject } of all) reject(error);
    return [];
  }
}
