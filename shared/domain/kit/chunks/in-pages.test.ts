import { inPages } from './in-pages';

async function pages<Item>(items: readonly Item[], size: number, weigh?: (item: Item) => number) {
  const given = (async function* () {
    yield* items;
  })();
  const made: (readonly Item[])[] = [];
  for await (const page of inPages(given, size, weigh)) made.push(page);
  return made;
}

it.each([
  ['nothing', [], []],
  ['less than a page', [1], [[1]]],
  ['a page', [1, 2], [[1, 2]]],
  ['more than that', [1, 2, 3], [[1, 2], [3]]],
])('makes of %s', async (_what, items, expected) => {
  expect(await pages(items, 2)).toEqual(expected);
});

it('ends a page with the item that makes it full', async () => {
  const weigh = (item: number) => item;
  expect(await pages([1, 1, 5, 0, 3, 9], 3, weigh)).toEqual([[1, 1, 5], [0, 3], [9]]);
});
