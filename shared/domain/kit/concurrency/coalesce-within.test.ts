import { coalesceWithin } from './coalesce-within';

/** Calls whose items are answered when the test says so, and a patience that ends likewise. */
function calls() {
  const made: { items: readonly number[]; end: (index: number, error?: Error) => void }[] = [];
  const [patience, waited] = [[] as (() => void)[], [] as number[]];
  const call = (items: readonly number[]) => {
    const ends: ((error?: Error) => void)[] = [];
    const results = items.map(
      (item) =>
        new Promise<number>((resolve, reject) => {
          ends.push((error) => (error ? reject(error) : resolve(2 * item)));
        }),
    );
    made.push({ items, end: (index, error) => ends[index]?.(error) });
    return results;
  };
  const sleep = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      waited.push(milliseconds);
      patience.push(resolve);
    });
  return {
    made,
    patience,
    waited,
    gathered: coalesceWithin(20, call, sleep),
    items: () => made.map((one) => one.items),
  };
}

const turn = () => new Promise(setImmediate);

it('makes one call for items of one turn, and another for those that arrive during it', async () => {
  const { made, gathered, items } = calls();
  const first = Promise.all([1, 2].map(gathered));
  await turn();
  const second = Promise.all([3, 4].map(gathered));
  await turn();
  expect(items()).toEqual([[1, 2]]);
  for (const index of [0, 1]) made[0]?.end(index);
  expect(await first).toEqual([2, 4]);
  await turn();
  for (const index of [0, 1]) made[1]?.end(index);
  expect([await second, items()]).toEqual([
    [6, 8],
    [
      [1, 2],
      [3, 4],
    ],
  ]);
});

it('answers an item as soon as its own result is known', async () => {
  const { made, gathered } = calls();
  const [slow, quick] = [gathered(1), gathered(2)];
  await turn();
  made[0]?.end(1);
  expect(await quick).toBe(4);
  made[0]?.end(0);
  expect(await slow).toBe(2);
});

it('makes the next call when its patience is over, and the slow one still answers its own items', async () => {
  const { made, patience, waited, gathered, items } = calls();
  const slow = gathered(1);
  await turn();
  const next = gathered(2);
  patience[0]?.();
  await turn();
  await turn();
  expect([items(), waited]).toEqual([
    [[1], [2]],
    [20, 20],
  ]);
  made[1]?.end(0);
  expect(await next).toBe(4);
  made[0]?.end(0);
  expect(await slow).toBe(2);
});

it.each([
  ['in time', false],
  ['later', true],
])('fails for the item that fails %s, and for no other', async (_, isLate) => {
  const { made, patience, gathered } = calls();
  const failing = Promise.allSettled([1, 2].map(gathered));
  await turn();
  if (isLate) patience[0]?.();
  await turn();
  made[0]?.end(0, new Error('throttled'));
  made[0]?.end(1);
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  const other = gathered(3);
  await turn();
  made[1]?.end(0);
  expect(await other).toBe(6);
});

it('fails for all items of a call that throws, and makes the next one', async () => {
  let tries = 0;
  const call = (items: readonly number[]) => {
    tries += 1;
    if (tries === 1) throw new Error('bad request');
    return items.map((item) => Promise.resolve(item));
  };
  const gathered = coalesceWithin(20, call, () => new Promise(() => undefined));
  expect((await Promise.allSettled([1, 2].map(gathered))).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ]);
  expect(await gathered(3)).toBe(3);
});
