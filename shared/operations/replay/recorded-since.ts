import { hasEntries, type Link } from '../../domain/audit-chain/link';
import type { AuditReader, AuditRecord } from '../../ports/audit-chain';

type ChainReader = Pick<AuditReader, 'head' | 'links' | 'linksAt' | 'records'>;

/**
 * Clock skew: times of links are not strictly ascending, because clocks differ, and a process may be frozen between reading
 * the clock and writing the link. Reading a few more links costs little.
 */
const SKEW_SECONDS = 3_600;
const LAST_DAY_MS = 86_400_000;
/** Ids per page; their notifications may have 256 KB each. */
const PAGE = 25;

/**
 * The tenant's notifications that were accepted at or after `since` (RFC 3339, UTC), in the order of acceptance, a page
 * at a time. Finds the first link of the audit chain by binary search and reads from there, not the whole table. Leaves
 * out records that expire within a day: the items of their deliveries may expire before them.
 *
 * @param unlisted ids; those that a link lists are removed, so that the ids which were not found remain
 */
export async function* recordedSince(
  tenant: string,
  since: string,
  now: Date,
  reader: ChainReader,
  unlisted = new Set<string>(),
): AsyncIterable<readonly AuditRecord[]> {
  const isKept = ({ keptUntil }: Link) => keptUntil * 1000 >= now.getTime() + LAST_DAY_MS;
  const from = new Date(Date.parse(since) - SKEW_SECONDS * 1000).toISOString();
  const waiting: string[] = [];
  const listed = new Set<string>();
  for await (const { link } of reader.links(tenant, await lastBefore(tenant, from, reader))) {
    if (!hasEntries(link)) continue;
    for (const { id } of link.entries) unlisted.delete(id);
    if (isKept(link)) waiting.push(...link.entries.flatMap(({ id }) => firstTime(id, listed)));
    while (waiting.length >= PAGE) yield read(waiting.splice(0, PAGE));
  }
  if (waiting.length > 0) yield read(waiting);

  async function read(ids: readonly string[]): Promise<readonly AuditRecord[]> {
    const byId = new Map((await reader.records(ids)).map((record) => [record.id, record]));
    const records = ids.flatMap((id) => byId.get(id) ?? []);
    return records.filter((record) => record.tenant === tenant && record.acceptedAt >= since);
  }
}

/** Binary search: number of the last older link; 0 if there is none. A removed link in between counts as younger. */
async function lastBefore(tenant: string, moment: string, reader: ChainReader): Promise<number> {
  let [older, younger] = [await lastRemoved(tenant, reader), ((await reader.head(tenant))?.seq ?? 0) + 1];
  while (younger - older > 1) {
    const middle = Math.floor((older + younger) / 2);
    const [stored] = await reader.linksAt(tenant, [middle]);
    if (stored !== undefined && stored.link.at < moment) older = middle;
    else younger = middle;
  }
  return older;
}

/** Number before the first existing link, so that a removed beginning of the chain does not count as younger. */
async function lastRemoved(tenant: string, reader: ChainReader): Promise<number> {
  for await (const { seq } of reader.links(tenant, 0)) return seq - 1;
  return 0;
}

/** Deduplicates: two links may list the same id. */
function firstTime(id: string, listed: Set<string>): string[] {
  if (listed.has(id)) return [];
  listed.add(id);
  return [id];
}
