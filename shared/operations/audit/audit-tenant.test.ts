import { anchorChains } from '../../../handlers/functions/audit-anchor/anchor';
import { addressDigest } from '../../domain/audit-chain/address-digest';
import { archiveKey } from '../../domain/audit-chain/archive';
import { type Link, linkHash, nextLink } from '../../domain/audit-chain/link';
import { named } from '../../domain/audit-chain/testing/chain-model';
import { memoryAnchorKey } from '../../memory/memory-anchor-key';
import { memoryAudit } from '../../memory/memory-audit';
import { memoryAuditVault } from '../../memory/memory-audit-vault';
import type { AuditRecord } from '../../ports/audit-chain';
import { anEvent } from '../../testing/ledger/ledger-fixtures';
import { recordInChain } from '../../testing/record-in-chain';
import { recordingLogger } from '../../testing/recording-logger';
import { TestClock } from '../../testing/test-clock';
import { auditTenant } from './audit-tenant';

const digest = addressDigest(new Uint8Array(32));
const DAY_SECONDS = 86_400;

/** Three links with two records each, of which the first two are anchored. */
async function world() {
  const [reader, vault, key, clock] = [memoryAudit(digest), memoryAuditVault(), memoryAnchorKey(), new TestClock()];
  const ports = { reader, vault, key, digest };
  const record = () => recordInChain([anEvent({ tenant: 'acme' }), anEvent({ tenant: 'acme' })], reader);
  const anchor = () =>
    anchorChains({ ...ports, signer: key, clock, log: recordingLogger() }, { remainingMs: () => 900_000 });
  for (const act of [record, record, anchor, record]) await act();
  const chain = reader.store.chains.get('acme') as Map<number, Link>;
  const idOf = (seq: number): string => chain.get(seq)?.entries[0]?.id ?? '';
  const audit = () => auditTenant('acme', ports, clock.now());
  return {
    ...ports,
    records: reader.store.records,
    chain,
    clock,
    anchor,
    idOf,
    audit,
    names: async () => named((await audit()).findings),
  };
}

describe('auditTenant', () => {
  it('has no finding for an untampered tenant, and counts its records', async () => {
    const { audit, clock } = await world();
    const anchored = { anchor: 1, at: clock.now().toISOString(), seq: 2 };
    const counted = { links: 3, records: 6, expired: 0, pending: 0, anchors: 1 };
    expect(await audit()).toEqual({ tenant: 'acme', ...counted, anchored, findings: [] });
  });

  it('distinguishes expired records from lost ones', async () => {
    const { records, clock, audit, anchor, names, idOf } = await world();
    await anchor();
    records.delete(idOf(1));
    expect(await names()).toEqual([`record.removed ${idOf(1)}`]);
    clock.advanceSeconds(31 * DAY_SECONDS);
    expect(await audit()).toMatchObject({ expired: 1, findings: [] });
  });

  it('finds a record whose tenant was changed', async () => {
    const { records, idOf, names } = await world();
    records.set(idOf(1), { ...(records.get(idOf(1)) as AuditRecord), tenant: 'other' });
    expect(await names()).toEqual([`record.changed ${idOf(1)}`]);
  });

  it('handles records that are accepted during the audit', async () => {
    const { reader, vault, key, clock, audit } = await world();
    const scan: typeof reader.scan = async function* (tenant) {
      yield* reader.scan(tenant);
      await recordInChain([anEvent({ tenant: 'acme' })], reader);
    };
    const report = await auditTenant('acme', { reader: { ...reader, scan }, vault, key, digest }, clock.now());
    expect(report).toMatchObject({ links: 4, records: 6, findings: [] });
    expect(await audit()).toMatchObject({ links: 4, records: 7, findings: [] });
    await reader.accept(anEvent({ tenant: 'acme' }));
    expect(await audit()).toMatchObject({ links: 4, records: 7, pending: 1, findings: [] });
  });

  it('reads one page of records at a time (pagination)', async () => {
    const { reader, vault, key, clock, anchor } = await world();
    const link = () => Array.from({ length: 98 }, () => anEvent({ tenant: 'acme' }));
    for (let n = 0; n < 20; n++) await recordInChain(link(), reader);
    await anchor();
    const asked: number[] = [];
    const records = (ids: readonly string[]) => {
      asked.push(ids.length);
      return reader.records(ids);
    };
    const ports = { reader: { ...reader, records }, vault, key, digest };
    expect(await auditTenant('acme', ports, clock.now())).toMatchObject({ links: 23, records: 1966, findings: [] });
    expect(Math.max(...asked)).toBeLessThan(200 + 98);
  });

  it.each([
    ['a number that stands elsewhere', 1],
    ['no number', Number.NaN],
    ['a number before the first', 0],
    ['a fraction', 2.5],
  ])('finds a link that is stored under %s', async (_what, seq) => {
    const { reader, vault, key, clock, chain } = await world();
    const links: typeof reader.links = async function* (tenant, after) {
      yield* reader.links(tenant, after);
      yield { seq, link: chain.get(1) as Link };
    };
    const report = await auditTenant('acme', { reader: { ...reader, links }, vault, key, digest }, clock.now());
    expect([report.links, named(report.findings)]).toEqual([3, [`link.changed link ${seq}`]]);
  });

  it.each([
    ['whose number is none', { seq: '9' }, []],
    ['with nothing for a notification', {}, [null]],
  ])('finds a line in the archive %s', async (_what, change, notifications) => {
    const { vault, chain, names } = await world();
    const forged: Link = { ...(chain.get(1) as Link), ...(change as object) };
    const link = { ...forged, hash: linkHash(forged) };
    vault.objects.set(archiveKey('acme', 3, 3), JSON.stringify({ link, notifications, lost: [] }));
    expect(await names()).toEqual(['archive.changed archive of acme']);
  });

  it('finds a link in an object of the archive that is of later ones', async () => {
    const { vault, chain, names } = await world();
    const first = chain.get(1) as Link;
    const line = JSON.stringify({ link: first, notifications: [], lost: first.entries.map(({ id }) => id) });
    vault.objects.set(archiveKey('acme', 3, 3), line);
    expect(await names()).toEqual(['archive.changed link 1']);
  });

  it('finds a chain that was forged to its end, and what is missing of it', async () => {
    const { chain, records, idOf, names } = await world();
    const [second, third] = [chain.get(2) as Link, chain.get(3) as Link];
    const missing = idOf(2);
    const forged = nextLink(chain.get(1) as Link, { ...second, entries: second.entries.slice(1) });
    chain.set(2, forged).set(3, nextLink(forged, third));
    records.delete(missing);
    expect(await names()).toEqual(['link.changed link 2', 'link.unchained link 3', `record.removed ${missing}`]);
  });

  it('finds that the end was cut off after it was anchored', async () => {
    const { chain, records, idOf, names } = await world();
    for (const seq of [2, 3]) {
      for (const { id } of chain.get(seq)?.entries ?? []) if (seq === 3) records.delete(id);
      chain.delete(seq);
    }
    expect(await names()).toEqual(['link.removed link 2']);
    expect(idOf(2)).toBe('');
  });

  it('finds a changed anchor and a changed archive', async () => {
    const { vault, names, idOf } = await world();
    const [anchorKey, objectKey] = ['anchors/00000001.json', archiveKey('acme', 1, 2)];
    vault.objects.set(anchorKey, vault.objects.get(anchorKey)?.replace('"seq":2', '"seq":1') ?? '');
    vault.objects.set(objectKey, vault.objects.get(objectKey)?.replace('4711', '4712') ?? '');
    expect(await names()).toEqual(['anchor.changed anchor 1', `archive.changed ${idOf(1)}`]);
  });

  it('finds a second copy in the archive that differs', async () => {
    const { vault, chain, names } = await world();
    const forged = nextLink(chain.get(1) as Link, { ...(chain.get(2) as Link), at: 'x' });
    const line = JSON.stringify({ link: forged, notifications: [], lost: forged.entries.map(({ id }) => id) });
    vault.objects.set(archiveKey('acme', 2, 2), line);
    expect(await names()).toEqual(['archive.changed link 2']);
  });

  it('finds a tenant that was taken out of the list', async () => {
    const { reader, vault, key, clock } = await world();
    const ports = { reader: { ...reader, tenants: async function* () {} }, vault, key, digest };
    const { findings } = await auditTenant('acme', ports, clock.now());
    expect(named(findings)).toEqual(['chain.unlisted acme']);
  });

  it('has an empty report for an unknown tenant', async () => {
    const { reader, vault, key, clock } = await world();
    const report = await auditTenant('other', { reader, vault, key, digest }, clock.now());
    expect(report).toEqual({ tenant: 'other', links: 0, records: 0, expired: 0, pending: 0, anchors: 1, findings: [] });
  });
});
