/** One page of a list, and the token of the next. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly next: string | undefined;
}

/** Every item of a paginated list. A page may be empty without being the last. */
export async function allPages<Item>(ask: (token: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await ask(token);
    all.push(...(items ?? []));
    token = next || undefined;
  } while (token !== undefined);
  return all;
}
