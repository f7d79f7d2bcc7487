import { bounded } from './bounded';

it('forgets whoever was set first when there are too many, and nobody who is set again', () => {
  const map = bounded<number>(2);
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['b', 3],
    ['c', 4],
  ] as const)
    map.set(key, value);
  expect([...map]).toEqual([
    ['b', 3],
    ['c', 4],
  ]);
});
