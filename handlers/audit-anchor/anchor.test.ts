import { addressDigest } from '../../shared/domain/audit-chain/address-digest';
import { type SignedAnchor, verifyAnchors } from '../../shared/domain/audit-chain/anchor';
import { archivePrefix, verifyArchived } from '../../shared/domain/audit-chain/archive';
import type { Link } from '../../shared/domain/audit-chain/link';
import { signatureVerifier } from '../../shared/domain/audit-chain/verify-signature';
import { memoryAnchorKey } from '../../shared/memory/memory-anchor-key';
import { memoryAudit } from '../../shared/memory/memory-audit';
import { memoryAuditVault } from '../../shared/memory/memory-audit-vault';
import type { AuditRecord } from '../../shared/ports/audit-chain';
import { FaultInjector, type PlannedFault } from '../../shared/testing/fault-injector';
import { anEvent } from '../../shared/testing/ledger/ledger-fixtures';
import { recordingLogger } from '../../shared/testing/recording-logger';
import { TestClock } from '../../shared/testing/test-clock';
import { type AnchorDependencies, anchorChains } from './anchor';

const digest = addressDigest(new Uint8Array(32));

function world(faults: readonly PlannedFault[] = []) {
  const [audit, vault, key, clock] = [memoryAudit(digest), memoryAuditVault(), memoryAnchorKey(), new TestClock()];
  const [injector, log] = [new FaultInjector(faults), recordingLogger()];
  const dependencies: AnchorDependencies = {
    reader: { ...audit, records: (ids) => injector.call('records', () => audit.records(ids)) },
    vault: {
      ...vault,
      putOnce: (name, text) => injector.call(`put ${name}`, () => vault.putOnce(name, text)),
      read: (name) => injector.call(`read ${name}`, () => vault.read(name)),
    },
    signer: { ...key, sign: (text) => injector.call('sign', () => key.sign(text)) },
    ...{ clock, log, digest, hasTime: () => true },
  };
  const record = async (tenant: string, count: number, size = 1) => {
    for (let n = 0; n < count; n += 1) await audit.append(Array.from({ length: size }, () => anEvent({ tenant })));
  };
  return {
    audit,
    vault,
    key,
    injector,
    log,
    dependencies,
    record,
    run: (over = {}) => anchorChains({ ...dependencies, ...over }),
  };
}
type World = ReturnType<typeof world>;

/** What the vault proves: numbers of archived links, how often each, and the heads of the trusted anchors. */
async function proven({ vault, key }: World, tenant: string) {
  const keys = [...vault.objects.keys()].toSorted();
  const lines = keys
    .filter((name) => name.startsWith(archivePrefix(tenant)))
    .flatMap((name) => vault.objects.get(name)?.trimEnd().split('\n') ?? []);
  const judged = lines.map((line) => verifyArchived(line, tenant));
  const stored = keys
    .filter((name) => name.startsWith('anchors/'))
    .map((name) => ({ key: name, text: vault.objects.get(name) ?? '' }));
  const trust = { key: key.keyArn, verify: signatureVerifier(await key.publicKey()) };
  const { findings, anchors } = verifyAnchors(stored, trust);
  return {
    archived: judged.map(({ link }) => link?.seq),
    findings: [...judged.flatMap((one) => one.findings), ...findings],
    anchored: anchors.map(({ heads }) => heads.find((head) => head.tenant === tenant)?.seq),
  };
}

describe('anchorChains', () => {
  it('archives every link since the last anchor, and signs where the chains end', async () => {
    const it = world();
    await it.record('acme', 2, 3);
    await it.record('other', 1);
    await it.run();
    await it.record('acme', 1);
    await it.run();
    expect(await proven(it, 'acme')).toEqual({ archived: [1, 2, 3], findings: [], anchored: [2, 3] });
    expect(await proven(it, 'other')).toEqual({ archived: [1], findings: [], anchored: [1, 1] });
    expect(it.log.lines).toMatchObject([
      { event: 'anchored', fields: { anchor: 1, tenants: 2, records: 7, isOurs: true } },
      { event: 'anchored', fields: { anchor: 2, tenants: 2, records: 1, isOurs: true } },
    ]);
  });

  it('anchors also when nothing was recorded: the time is proven too', async () => {
    const it = world();
    await it.run();
    const { anchor } = JSON.parse(it.vault.objects.get('anchors/00000001.json') ?? '') as SignedAnchor;
    expect(anchor).toEqual({ n: 1, at: '2026-11-23T09:30:00.000Z', previous: '', heads: [] });
  });

  it('keeps no address and no name', async () => {
    const it = world();
    await it.record('acme', 1, 5);
    await it.run();
    expect([...it.vault.objects.values()].join()).not.toMatch(/Ann|ann@/);
  });

  it.each(['before', 'after'] as const)(
    'archives and anchors all the same after a crash %s any call',
    async (moment) => {
      const calls = await crash();
      for (const [index, label] of calls.entries()) {
        const it = world([{ call: index + 1, kind: 'crash', moment }]);
        await prepare(it);
        await expect(it.run()).rejects.toThrow(moment);
        it.injector.restart();
        await it.record('acme', 1);
        await it.run();
        const { archived, findings, anchored } = await proven(it, 'acme');
        expect({ label, archived, findings, end: anchored.at(-1) }).toEqual({
          ...{ label, findings: [], end: LINKS + 1 },
          archived: Array.from({ length: LINKS + 1 }, (_, seq) => seq + 1),
        });
      }
    },
  );

  it('goes on in the next run where time ran out, and says so', async () => {
    const it = world();
    await prepare(it);
    let calls = 0;
    const oneObject = { hasTime: () => ++calls === 1 };
    await expect(it.run(oneObject)).rejects.toMatchObject({ code: 'audit.archive.unfinished' });
    expect(await proven(it, 'acme')).toEqual({ archived: range(1, 20), findings: [], anchored: [20] });
    await it.run();
    expect(await proven(it, 'acme')).toEqual({ archived: range(1, LINKS), findings: [], anchored: [20, LINKS] });
  });

  it('anchors once of two runs at once', async () => {
    const it = world();
    await prepare(it);
    await Promise.all([it.run(), it.run()]);
    expect(await proven(it, 'acme')).toEqual({ archived: range(1, LINKS), findings: [], anchored: [LINKS] });
    expect(it.log.lines.map(({ fields }) => fields.isOurs).toSorted()).toEqual([false, true]);
  });

  it('goes on with a tenant that was taken out of the list', async () => {
    const it = world();
    await it.record('acme', 1);
    await it.run();
    await it.record('acme', 1);
    await it.run({ reader: { ...it.audit, tenants: async function* () {} } });
    expect(await proven(it, 'acme')).toEqual({ archived: [1, 2], findings: [], anchored: [1, 2] });
  });

  it('has no more in memory than a page, however much was recorded', async () => {
    const it = world();
    await it.record('acme', 100, 10);
    const sizes: number[] = [];
    const records = (ids: readonly string[]) => {
      sizes.push(ids.length);
      return it.audit.records(ids);
    };
    await it.run({ reader: { ...it.audit, records } });
    expect([Math.max(...sizes), sizes.length]).toEqual([200, 5]);
  });
});

describe('what was tampered with before it was archived', () => {
  const linkOf = (it: World, seq: number): Link => it.audit.store.chains.get('acme')?.get(seq) as Link;
  const findings = ({ log }: World) =>
    log.lines.filter(({ event }) => event === 'audit_finding').map(({ fields }) => `${fields.kind} ${fields.subject}`);

  it.each<[string, string, (it: World) => void]>([
    [
      'a link that was changed',
      'link.changed link 2',
      (it) => it.audit.store.chains.get('acme')?.set(2, { ...linkOf(it, 2), at: 'x' }),
    ],
    ['a link that is gone', 'link.removed link 2', (it) => it.audit.store.chains.get('acme')?.delete(2)],
  ])('is not anchored from %s on, and raises an error', async (_what, finding, tamper) => {
    const it = world();
    await it.record('acme', 3);
    await it.record('other', 1);
    tamper(it);
    await expect(it.run()).rejects.toMatchObject({ code: 'audit.archive.broken' });
    expect([await proven(it, 'acme'), findings(it)]).toEqual([
      { archived: [1], findings: [], anchored: [1] },
      [finding],
    ]);
    expect(await proven(it, 'other')).toMatchObject({ anchored: [1] });
  });

  it('is said of a record, which is left out', async () => {
    const it = world();
    await it.record('acme', 2);
    const id = linkOf(it, 1).entries[0]?.id ?? '';
    it.audit.store.records.set(id, { ...(it.audit.store.records.get(id) as AuditRecord), text: '{}' });
    await expect(it.run()).rejects.toMatchObject({ code: 'audit.archive.broken' });
    expect([await proven(it, 'acme'), findings(it)]).toEqual([
      { archived: [1, 2], findings: [], anchored: [2] },
      [`record.changed ${id}`],
    ]);
    await it.run();
  });
});

const LINKS = 25;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
/** Two objects. */
const prepare = (it: World) => it.record('acme', LINKS, 10);

async function crash(): Promise<readonly string[]> {
  const it = world();
  await prepare(it);
  await it.run();
  return it.injector.calls;
}
