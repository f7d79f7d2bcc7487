import { positionOf } from '../../domain/listing/listing-row';
import type { ListedRow, ListingReader, ListName, ListRange } from '../../ports/listing';

export interface PageRequest {
  readonly list: ListName;
  readonly range: Omit<ListRange, 'limit'>;
  readonly limit: number;
  /** Whether a row passes the part of the filter that the list does not select. */
  readonly accepts: (row: ListedRow) => boolean;
  readonly now: Date;
}

export interface Page {
  readonly rows: readonly ListedRow[];
  /** Position of the last row that was read, if there are more. */
  readonly next?: string;
}

const MAX_QUERIES = 2;

/**
 * Reads at most twice the page, so that a filter which few rows pass cannot make a page expensive: such a page is short, and
 * `next` continues. A notification is in a page once, however many of its deliveries are in the list.
 */
export async function readPage(
  { list, range, limit, accepts, now }: PageRequest,
  listing: ListingReader,
): Promise<Page> {
  const found = new Map<string, ListedRow>();
  let next = range.before;
  for (let queries = 0; queries < MAX_QUERIES; queries++) {
    // The first query reads one row more, which tells whether there is another page; the second makes up for it.
    const count = queries === 0 ? limit + 1 : Math.max(1, limit - 1);
    const rows = await listing.rows(list, { ...range, ...(next !== undefined && { before: next }), limit: count });
    for (const row of rows) {
      if (found.size === limit && !found.has(row.id)) return { rows: [...found.values()], ...(next && { next }) };
      next = positionOf(row);
      if (row.expiresAt * 1000 > now.getTime() && accepts(row) && !found.has(row.id)) found.set(row.id, row);
    }
    if (rows.length < count) return { rows: [...found.values()] };
    if (found.size === limit) break;
  }
  return { rows: [...found.values()], ...(next !== undefined && { next }) };
}
