import { chunksOf } from './chunks-of';

test.each([
  [0, []],
  [1, [[0]]],
  [3, [[0, 1, 2]]],
  [7, [[0, 1, 2], [3, 4, 5], [6]]],
])('%i items are grouped by three, in order', (count, expected) => {
  expect(chunksOf([...Array(count).keys()], 3)).toEqual(expected);
});
