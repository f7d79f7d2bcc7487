import { positionOf } from '../../domain/listing/listing-row';
import type { ListedRow, ListingReader } from '../../ports/listing';
import type { ReplayFilter } from '../../ports/replay-runs';

export interface RowsPage {
  /** Rows of deliveries that the filter finds, newest first. A notification has a row for each of its deliveries. */
  readonly rows: readonly ListedRow[];
  /** Position of the last row that was read; undefined if there is no more. */
  readonly next?: string;
}

/** One query of the set of the state; rows of other types, channels and endpoints are left out after the read. */
export async function rowsToReplay(
  { tenant, state, type, channel, endpoint, since, until }: ReplayFilter,
  position: string | undefined,
  limit: number,
  listing: ListingReader,
): Promise<RowsPage> {
  const range = { before: position ?? until, ...(since !== undefined && { since }), limit };
  const read = await listing.rows({ tenant, state }, range);
  const rows = read.filter(
    (row) =>
      (type ?? row.type) === row.type &&
      (channel ?? row.channel) === row.channel &&
      (endpoint ?? row.target) === row.target,
  );
  const last = read.length === limit ? read.at(-1) : undefined;
  return { rows, ...(last && { next: positionOf(last) }) };
}
