import { type AddressDigest, addressDigest } from '../domain/audit-chain/address-digest';
import { acceptanceOf } from '../domain/audit-chain/compare-record';
import { type Link, NO_LINK } from '../domain/audit-chain/link';
import { recordDigest } from '../domain/audit-chain/record-digest';
import { recordSeal } from '../domain/audit-chain/record-seal';
import { isRecordId, recordId } from '../domain/notification/record-id';
import type { AuditReader, AuditRecord, ChainWriter, InsertedRecord, StoredLink } from '../ports/audit-chain';
import type { AcceptedEvent, EventLedger } from '../ports/ledger';

/** In-memory chains and records, exposed so that a test can tamper with them. */
export interface AuditStore {
  /** By tenant, in order of numbers. */
  readonly chains: Map<string, Map<number, Link>>;
  /** By id. */
  readonly records: Map<string, KeptRecord>;
}

export interface KeptRecord extends AuditRecord {
  /** An address was erased from it. */
  readonly erased?: true;
}

export interface MemoryAudit extends EventLedger, ChainWriter, AuditReader {
  readonly store: AuditStore;
  /** Insertions in order, as the table's stream reports them. */
  readonly stream: InsertedRecord[];
}

const RETENTION_SECONDS = 30 * 86_400;
const SOME_KEY = new Uint8Array(32).fill(7);

export function memoryAudit(digest: AddressDigest = addressDigest(SOME_KEY)): MemoryAudit {
  const store: AuditStore = { chains: new Map(), records: new Map() };
  const stream: InsertedRecord[] = [];
  return {
    store,
    stream,
    ...writer(store),
    ...reader(store),
    accept: async (event) => {
      const stored = store.records.get(recordId(event.id));
      if (stored !== undefined) return acceptanceOf(stored.text, event.text, digest);
      const record = { ...event, expiresAt: Date.parse(event.acceptedAt) / 1000 + RETENTION_SECONDS };
      store.records.set(event.id, { ...record, seal: recordSeal(record, digest) });
      stream.push(toldByStream(record, digest));
      return { kind: 'accepted' };
    },
  };
}

type KeptEvent = AcceptedEvent & Pick<InsertedRecord, 'expiresAt'>;

/** The insertion that the table's stream reports for a record. */
export const toldByStream = (
  { id, tenant, acceptedAt, expiresAt, text }: KeptEvent,
  digest: AddressDigest,
): InsertedRecord => ({
  id,
  tenant,
  acceptedAt,
  expiresAt,
  insertedAt: `${acceptedAt.slice(0, 19)}Z`,
  digest: recordDigest(JSON.parse(text), digest),
});

/** A DynamoDB query reads at most 1 MB, but at least one item. */
function firstMegabyte(links: readonly StoredLink[]): readonly StoredLink[] {
  let bytes = 0;
  return links.filter(({ link }, index) => {
    bytes += JSON.stringify(link).length;
    return index === 0 || bytes <= 1_048_576;
  });
}

const writer = ({ chains }: AuditStore): ChainWriter => ({
  latest: async (tenant, count) => {
    const chain = [...(chains.get(tenant) ?? [])].map(([seq, link]) => ({ seq, link }));
    return firstMegabyte(chain.toSorted((left, right) => right.seq - left.seq).slice(0, count));
  },
  enlist: async (tenant) => void chains.set(tenant, chains.get(tenant) ?? new Map()),
  put: async (link) => {
    const chain = chains.get(link.tenant) ?? new Map<number, Link>();
    if (chain.has(link.seq)) return false;
    chains.set(link.tenant, chain.set(link.seq, link));
    return true;
  },
});

const lastOf = (chain: ReadonlyMap<number, Link> | undefined): Link | undefined =>
  [...(chain?.values() ?? [])].reduce<Link | undefined>(
    (last, link) => (last && last.seq > link.seq ? last : link),
    undefined,
  );

const reader = ({ chains, records }: AuditStore): AuditReader => ({
  tenants: async function* (after = '') {
    yield* [...chains.keys()].filter((tenant) => tenant > after).toSorted();
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
    for (const [id, record] of records) if (record.tenant === tenant) yield id;
  },
  acceptedSince: async (tenant, since) =>
    [...records.values()]
      .filter((one) => one.tenant === tenant && one.acceptedAt >= since)
      .map(({ id, acceptedAt }) => ({ id, acceptedAt })),
});
