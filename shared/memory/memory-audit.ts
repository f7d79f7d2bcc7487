import { type AddressDigest, addressDigest } from '../domain/audit-chain/address-digest';
import { recordDifferences } from '../domain/audit-chain/compare-record';
import { type Link, NO_LINK, nextLink } from '../domain/audit-chain/link';
import { recordDigest } from '../domain/audit-chain/record-digest';
import { waves } from '../domain/audit-chain/waves';
import { isRecordId, recordId } from '../domain/notification/record-id';
import type { Acceptance, AuditChain, AuditReader, AuditRecord } from '../ports/audit-chain';
import type { AcceptedEvent } from '../ports/ledger';

/** Chains and records in this process, open to whoever wants to tamper with them. */
export interface AuditStore {
  /** By tenant, in order. */
  readonly chains: Map<string, Map<number, Link>>;
  /** By id. */
  readonly records: Map<string, AuditRecord>;
}

export interface MemoryAudit extends AuditChain, AuditReader {
  readonly store: AuditStore;
}

const DAY_SECONDS = 86_400;
const SOME_KEY = new Uint8Array(32).fill(7);

export function memoryAudit(digest: AddressDigest = addressDigest(SOME_KEY), retentionDays = 30): MemoryAudit {
  const store: AuditStore = { chains: new Map(), records: new Map() };
  const append = (events: readonly AcceptedEvent[]) => {
    for (const { id } of events) recordId(id);
    return waves(events).flatMap((wave) => appendWave(wave, store, digest, retentionDays));
  };
  return { store, append: async (events) => append(events), ...reader(store) };
}

function appendWave(wave: readonly AcceptedEvent[], store: AuditStore, digest: AddressDigest, retentionDays: number) {
  const answers = wave.map((event) => compare(event, store.records.get(event.id), digest));
  const [first, ...others] = wave.filter((_, index) => answers[index]?.kind === 'accepted');
  if (!first) return answers;
  const { tenant, acceptedAt: at } = first;
  const chain = store.chains.get(tenant) ?? new Map<number, Link>();
  const entries = [first, ...others].map(({ id, text }) => ({ id, digest: recordDigest(JSON.parse(text), digest) }));
  const keptUntil = Math.floor(Date.parse(at) / 1000) + retentionDays * DAY_SECONDS;
  const link = nextLink(lastOf(chain) ?? NO_LINK, { tenant, entries, at, keptUntil });
  store.chains.set(tenant, chain.set(link.seq, link));
  for (const event of [first, ...others]) store.records.set(event.id, { ...event, acceptedAt: at, seq: link.seq });
  return answers;
}

function compare(event: AcceptedEvent, stored: AcceptedEvent | undefined, digest: AddressDigest): Acceptance {
  if (stored === undefined) return { kind: 'accepted' };
  const differences = recordDifferences(stored.text, event.text, digest);
  return differences.length === 0 ? { kind: 'known' } : { kind: 'conflict', differences };
}

const lastOf = (chain: ReadonlyMap<number, Link> | undefined): Link | undefined =>
  [...(chain?.values() ?? [])].reduce<Link | undefined>(
    (last, link) => (last && last.seq > link.seq ? last : link),
    undefined,
  );

const reader = ({ chains, records }: AuditStore): AuditReader => ({
  tenants: async function* () {
    yield* [...chains.keys()].toSorted();
  },
  head: async (tenant) => {
    const { seq, hash } = lastOf(chains.get(tenant)) ?? NO_LINK;
    return seq === 0 ? undefined : { seq, hash };
  },
  links: async function* (tenant, after) {
    const stored = [...(chains.get(tenant) ?? [])].map(([seq, link]) => ({ seq, link }));
    yield* stored.filter(({ seq }) => seq > after).toSorted((left, right) => left.seq - right.seq);
  },
  linksAt: async (tenant, seqs) =>
    [...new Set(seqs)].flatMap((seq) => {
      const link = chains.get(tenant)?.get(seq);
      return link ? [{ seq, link }] : [];
    }),
  records: async (ids) => [...new Set(ids)].filter(isRecordId).flatMap((id) => records.get(id) ?? []),
  scan: async function* (tenant) {
    yield* [...records.values()].filter((record) => record.tenant === tenant);
  },
});
