import { hasEntries, type Link, NO_LINK, nextLink } from '../../../shared/domain/audit-chain/link';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { ChainWriter, InsertedRecord, StoredLink } from '../../../shared/ports/audit-chain';
import type { Clock, Sleep } from '../../../shared/ports/clock';

export interface ChainPorts {
  readonly chain: ChainWriter;
  readonly clock: Clock;
  /** Jitter of the backoff: at least 0, less than 1. */
  readonly random: () => number;
  readonly sleep: Sleep;
}

const MAX_ROUNDS = 20;
const MAX_DOUBLINGS = 6;
const PAUSE_MS = 10;
/** Clock skew between two hosts. */
const SKEW_MS = 10_000;
/** Look-back, in links, for records that are listed already: nine links of 1,000 records each fill a page of DynamoDB. */
const MAX_LOOKED_BACK = 25;

/**
 * Appends one link with these records to the tenant's chain. Optimistic concurrency: a writer that finds the chain longer
 * than it read reads its head again, after exponential backoff with jitter. At-least-once: records that come again are not
 * listed twice within the look-back of 25 links or 1 MB; beyond it they are, which an audit accepts.
 *
 * @param records of one tenant, no id twice, at least one
 * @throws CodedError `audit.chain.contended`; errors of the chain, after which the records may or may not be linked
 */
export async function appendRecords(
  tenant: string,
  records: readonly InsertedRecord[],
  ports: ChainPorts,
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 0) await ports.sleep(Math.ceil(ports.random() * PAUSE_MS * 2 ** Math.min(round, MAX_DOUBLINGS)));
    if (await tryToAppend(tenant, records, ports)) return;
  }
  throw contended(tenant, records.length);
}

async function tryToAppend(tenant: string, records: readonly InsertedRecord[], ports: ChainPorts): Promise<boolean> {
  const latest = await latestSince(oldestOf(records) - SKEW_MS, tenant, ports.chain);
  const listed = new Set(latest.flatMap(({ link }) => (hasEntries(link) ? link.entries : [])).map(({ id }) => id));
  const open = records.filter(({ id }) => !listed.has(id));
  if (open.length === 0) return true;
  const link = linkOf(tenant, open, latest[0], ports);
  if (link.seq === 1) await ports.chain.enlist(tenant);
  return ports.chain.put(link);
}

/** The latest link, and those before it within the look-back if they may list a record of this moment. */
async function latestSince(moment: number, tenant: string, chain: ChainWriter): Promise<readonly StoredLink[]> {
  const latest = await chain.latest(tenant, 1);
  const [last] = latest;
  return last === undefined || Date.parse(last.link.at) < moment ? latest : chain.latest(tenant, MAX_LOOKED_BACK);
}

function linkOf(
  tenant: string,
  records: readonly InsertedRecord[],
  last: StoredLink | undefined,
  { clock }: ChainPorts,
): Link {
  const head = last === undefined ? NO_LINK : { seq: last.seq, hash: last.link.hash };
  const entries = records.map(({ id, digest, acceptedAt }) => ({ id, digest, at: acceptedAt }));
  const keptUntil = Math.min(...records.map(({ expiresAt }) => expiresAt));
  return nextLink(head, { tenant, entries, at: clock.now().toISOString(), keptUntil });
}

const oldestOf = (records: readonly InsertedRecord[]): number =>
  Math.min(...records.map(({ insertedAt }) => Date.parse(insertedAt)));

const contended = (tenant: string, count: number): CodedError =>
  new CodedError(
    'audit.chain.contended',
    `the chain of tenant '${tenant}' grew ${MAX_ROUNDS} times before ${count} records could be added`,
    'nothing: the records come back; if it lasts, look at the alarm audit-chain-record-failures',
  );
