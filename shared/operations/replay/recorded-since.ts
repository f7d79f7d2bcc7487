import { hasEntries, type Link } from '../../domain/audit-chain/link';
import type { AuditReader, AuditRecord } from '../../ports/audit-chain';

type ChainReader = Pick<AuditReader, 'head' | 'links' | 'linksAt' | 'records'>;

/**
 * A link may say that it is older than those before: clocks differ, and a process may stand still between taking the time
 * and writing the link. A few more links cost little.
 */
const SKEW_SECONDS = 3_600;
const LAST_DAY_MS = 86_400_000;
/** Of ids; their notifications may be 256 KB each. */
const PAGE = 25;

/**
 * The tenant's notifications that were accepted at or after `since` (RFC 3339, UTC), in the order of acceptance, a page at a
 * time. Reads the links of the audit chain from that moment on, which it finds by halving, and not the whole table. What
 * the ledger keeps for less than another day is left out: what became of its deliveries may be gone before it is.
 *
 * @param unlisted ids, of which those that a link lists are taken out: at the end, what this did not find
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

/** Number of the last link that is older; 0 where there is none. One that was removed in between counts as younger. */
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

/** Before the first link that is there: a beginning that is gone must not count as younger than what is there. */
async function lastRemoved(tenant: string, reader: ChainReader): Promise<number> {
  for await (const { seq } of reader.links(tenant, 0)) return seq - 1;
  return 0;
}

/** A link may list once more what another one lists. */
function firstTime(id: string, listed: Set<string>): string[] {
  if (listed.has(id)) return [];
  listed.add(id);
  return [id];
}
