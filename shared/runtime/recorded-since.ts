import { hasEntries } from '../domain/audit-chain/link';
import type { AuditReader, AuditRecord } from '../ports/audit-chain';

type ChainReader = Pick<AuditReader, 'head' | 'links' | 'linksAt' | 'records'>;

/** Clocks of functions differ: a link may say that it is older than the one before. */
const SKEW_SECONDS = 60;
/** Of ids; their notifications may be 256 KB each. */
const PAGE = 25;

/**
 * The tenant's notifications that were accepted at or after `since` (RFC 3339, UTC), in the order of acceptance, a page at a
 * time. Reads the links of the audit chain from that moment on, which it finds by halving, and not the whole table. What
 * has expired in the ledger is not there.
 */
export async function* recordedSince(
  tenant: string,
  since: string,
  reader: ChainReader,
): AsyncIterable<readonly AuditRecord[]> {
  const from = new Date(Date.parse(since) - SKEW_SECONDS * 1000).toISOString();
  const waiting: string[] = [];
  for await (const { link } of reader.links(tenant, await lastBefore(tenant, from, reader))) {
    if (hasEntries(link)) waiting.push(...link.entries.map(({ id }) => id));
    while (waiting.length >= PAGE) yield read(waiting.splice(0, PAGE));
  }
  if (waiting.length > 0) yield read(waiting);

  async function read(ids: readonly string[]): Promise<readonly AuditRecord[]> {
    const byId = new Map((await reader.records(ids)).map((record) => [record.id, record]));
    const records = ids.flatMap((id) => byId.get(id) ?? []);
    return records.filter((record) => record.tenant === tenant && record.acceptedAt >= since);
  }
}

/** Number of the last link that is older; 0 where there is none. One that was removed counts as younger. */
async function lastBefore(tenant: string, moment: string, reader: ChainReader): Promise<number> {
  let [older, younger] = [0, ((await reader.head(tenant))?.seq ?? 0) + 1];
  while (younger - older > 1) {
    const middle = Math.floor((older + younger) / 2);
    const [stored] = await reader.linksAt(tenant, [middle]);
    if (stored !== undefined && stored.link.at < moment) older = middle;
    else younger = middle;
  }
  return older;
}
