/** Items of all pages of a list. */
export async function allPages<Page extends { readonly next?: string }, Item>(
  read: (cursor: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    all.push(...itemsOf(page));
    cursor = page.next;
  } while (cursor !== undefined);
  return all;
}
