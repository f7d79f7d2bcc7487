import { appendRecords, type ChainPorts } from '../../handlers/functions/audit-chain/append-records';
import type { AddressDigest } from '../domain/audit-chain/address-digest';
import { type MemoryAudit, toldByStream } from '../memory/memory-audit';
import type { Acceptance, ChainWriter, InsertedRecord } from '../ports/audit-chain';
import type { AcceptedEvent } from '../ports/ledger';
import { at } from './ledger/ledger-fixtures';

/** Dependencies of a writer whose clock stands still. */
export const chainPorts = (chain: ChainWriter, now: string = at(0)): ChainPorts => ({
  chain,
  clock: { now: () => new Date(now) },
  random: Math.random,
  sleep: async () => undefined,
});

/** The insertion that the ledger's stream reports for an accepted event, with a TTL of years. */
export const insertedOf = (event: AcceptedEvent, digest: AddressDigest): InsertedRecord =>
  toldByStream({ ...event, expiresAt: Date.parse(event.acceptedAt) / 1000 + 3_650 * 86_400 }, digest);

/** Accepts events of one tenant and links the new ones, like `audit` and `audit-chain`, at the time of the first. */
export async function recordInChain(events: readonly AcceptedEvent[], audit: MemoryAudit): Promise<Acceptance[]> {
  const answers: Acceptance[] = [];
  for (const event of events) answers.push(await audit.accept(event));
  const inserted = audit.stream.splice(0);
  const [first] = inserted;
  if (first) await appendRecords(first.tenant, inserted, chainPorts(audit, first.acceptedAt));
  return answers;
}
