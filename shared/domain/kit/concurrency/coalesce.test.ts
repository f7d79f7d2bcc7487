import { coalesce } from './coalesce';

/** Calls that end when the test says so. */
function calls() {
  const made: { key: string; items: readonly number[]; end: (error?: Error) => void }[] = [];
  const gathered = coalesce(
    (key: string, items: readonly number[]) =>
      new Promise<readonly number[]>((resolve, reject) => {
        const doubled = items.map((item) => 2 * item);
        made.push({ key, items, end: (error) => (error ? reject(error) : resolve(doubled)) });
      }),
  );
  const turn = () => new Promise(setImmediate);
  return { made, gathered, turn, items: () => made.map(({ items }) => items) };
}

it('makes one call for concurrent items, and returns each its own result', async () => {
  const { made, gathered, turn, items } = calls();
  const results = Promise.all([1, 2, 3].map((item) => gathered('a', item)));
  await turn();
  made[0]?.end();
  expect(await results).toEqual([2, 4, 6]);
  expect(items()).toEqual([[1, 2, 3]]);
});

it('collects items during a call, and makes the next call when it ends', async () => {
  const { made, gathered, turn, items } = calls();
  const first = gathered('a', 1);
  await turn();
  const others = Promise.all([2, 3].map((item) => gathered('a', item)));
  await turn();
  expect(items()).toEqual([[1]]);
  made[0]?.end();
  expect(await first).toBe(2);
  await turn();
  made[1]?.end();
  expect([await others, items()]).toEqual([
    [4, 6],
    [[1], [2, 3]],
  ]);
});

it('keeps keys apart', async () => {
  const { made, gathered, turn } = calls();
  const results = [gathered('a', 1), gathered('b', 2)];
  await turn();
  expect(made.map(({ key, items }) => [key, items])).toEqual([
    ['a', [1]],
    ['b', [2]],
  ]);
  for (const { end } of made) end();
  expect(await Promise.all(results)).toEqual([2, 4]);
});

it('fails for the items of the call, and for no later ones', async () => {
  const { made, gathered, turn } = calls();
  const failing = Promise.allSettled([gathered('a', 1), gathered('a', 2)]);
  await turn();
  made[0]?.end(new Error('throttled'));
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const later = gathered('a', 3);
  await turn();
  made[1]?.end();
  expect(await later).toBe(6);
});
