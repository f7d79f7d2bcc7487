import { coalesceWithin } from './coalesce-within';

/** Calls that end when the test says so, and a patience that ends likewise. */
function calls() {
  const made: { items: readonly number[]; end: (error?: Error) => void }[] = [];
  const [patience, waited] = [[] as (() => void)[], [] as number[]];
  const call = (items: readonly number[]) =>
    new Promise<readonly number[]>((resolve, reject) => {
      const doubled = items.map((item) => 2 * item);
      made.push({ items, end: (error) => (error ? reject(error) : resolve(doubled)) });
    });
  const sleep = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      waited.push(milliseconds);
      patience.push(resolve);
    });
  return { made, patience, waited, gathered: coalesceWithin(20, call, sleep) };
}

const turn = () => new Promise(setImmediate);

it('makes one call for items of one turn, and another for those that arrive during it', async () => {
  const { made, gathered } = calls();
  const first = Promise.all([1, 2].map(gathered));
  await turn();
  const second = Promise.all([3, 4].map(gathered));
  await turn();
  expect(made.map(({ items }) => items)).toEqual([[1, 2]]);
  made[0]?.end();
  expect(await first).toEqual([2, 4]);
  await turn();
  made[1]?.end();
  expect(await second).toEqual([6, 8]);
});

it('makes the next call when its patience is over, and the slow one still answers its own items', async () => {
  const { made, patience, waited, gathered } = calls();
  const slow = gathered(1);
  await turn();
  const next = gathered(2);
  patience[0]?.();
  await turn();
  await turn();
  expect([made.map(({ items }) => items), waited]).toEqual([
    [[1], [2]],
    [20, 20],
  ]);
  made[1]?.end();
  expect(await next).toBe(4);
  made[0]?.end();
  expect(await slow).toBe(2);
});

it.each([
  ['in time', false],
  ['later', true],
])('fails for the items of a call that fails %s, and for no others', async (_, isLate) => {
  const { made, patience, gathered } = calls();
  const failing = Promise.allSettled([1, 2].map(gathered));
  await turn();
  if (isLate) patience[0]?.();
  await turn();
  made[0]?.end(new Error('throttled'));
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const other = gathered(3);
  await turn();
  made[1]?.end();
  expect(await other).toBe(6);
});
