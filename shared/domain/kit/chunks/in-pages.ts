/** Groups items, in order, into pages of at least this weight; the last page may weigh less. */
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
