/** In order, as many together as weigh this much or more; the last page holds what is left. */
export async function* inPages<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  size: number,
  weigh: (item: Item) => number = () => 1,
): AsyncIterable<readonly Item[]> {
  let page: Item[] = [];
  let weight = 0;
  for await (const item of items) {
    page.push(item);
    weight += weigh(item);
    if (weight < size) continue;
    yield page;
    [page, weight] = [[], 0];
  }
  if (page.length > 0) yield page;
}
