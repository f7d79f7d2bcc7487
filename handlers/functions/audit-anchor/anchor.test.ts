import { addressDigest } from '../../../shared/domain/audit-chain/address-digest';
import { ANCHORS, verifyAnchors } from '../../../shared/domain/audit-chain/anchor';
import { archivePrefix, verifyArchived } from '../../../shared/domain/audit-chain/archive';
import type { Link } from '../../../shared/domain/audit-chain/link';
import { signatureVerifier } from '../../../shared/domain/audit-chain/verify-signature';
import { memoryAnchorKey } from '../../../shared/memory/memory-anchor-key';
import { memoryAudit } from '../../../shared/memory/memory-audit';
import { memoryAuditVault } from '../../../shared/memory/memory-audit-vault';
import { auditTenant } from '../../../shared/operations/audit/audit-tenant';
import type { AuditRecord } from '../../../shared/ports/audit-chain';
import type { AuditVault } from '../../../shared/ports/audit-vault';
import { FaultInjector, type PlannedFault } from '../../../shared/testing/fault-injector';
import { anEvent } from '../../../shared/testing/ledger/ledger-fixtures';
import { recordInChain } from '../../../shared/testing/record-in-chain';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { TestClock } from '../../../shared/testing/test-clock';
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
    clock,
    log,
    digest,
  };
  const record = async (tenant: string, count: number, size = 1) => {
    for (let n = 0; n < count; n += 1)
      await recordInChain(
        Array.from({ length: size }, () => anEvent({ tenant })),
        audit,
      );
  };
  return {
    audit,
    vault,
    key,
    injector,
    log,
    dependencies,
    record,
    clock,
    run: (over = {}, remainingMs = () => 900_000) => anchorChains({ ...dependencies, ...over }, { remainingMs }),
  };
}
type World = ReturnType<typeof world>;

/** Contents of the vault: numbers of archived links, how often each, and the heads of the trusted anchors. */
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
      { event: 'anchored', fields: { anchor: 1, tenants: 2, records: 7, waiting: 0, isOurs: true } },
      { event: 'anchored', fields: { anchor: 2, tenants: 2, records: 1, waiting: 0, isOurs: true } },
    ]);
  });

  it('anchors also when nothing was recorded since: the time is proven too', async () => {
    const it = world();
    await it.record('acme', 1);
    await it.run();
    await it.run();
    expect(await proven(it, 'acme')).toEqual({ archived: [1], findings: [], anchored: [1, 1] });
  });

  it('writes nothing where nothing was ever recorded', async () => {
    const it = world();
    await it.run();
    expect([[...it.vault.objects.keys()], it.log.lines]).toEqual([[], []]);
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
          label,
          findings: [],
          end: LINKS + 1,
          archived: Array.from({ length: LINKS + 1 }, (_, seq) => seq + 1),
        });
      }
    },
  );

  it('continues in the next run after time ran out, and throws', async () => {
    const it = world();
    await prepare(it);
    await it.record('acme', 100, 10);
    let turns = 0;
    const oneTurn = () => (++turns === 1 ? 900_000 : 0);
    await expect(it.run({}, oneTurn)).rejects.toMatchObject({ code: 'audit.archive.unfinished' });
    expect(await proven(it, 'acme')).toEqual({ archived: range(1, 100), findings: [], anchored: [100] });
    await it.run();
    const all = LINKS + 100;
    expect(await proven(it, 'acme')).toEqual({ archived: range(1, all), findings: [], anchored: [100, all] });
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

describe('more tenants than one run has time for', () => {
  const RUN_MS = 900_000;
  /** A run has 780 s for its tenants, the rest for the last of them and the anchor. */
  const TENANT_MS = 780_000 / 500;

  /** Every read of a tenant takes time. */
  function timed(it: World) {
    const visited: string[] = [];
    const head = (tenant: string) => {
      visited.push(tenant);
      it.clock.advanceSeconds(TENANT_MS / 1000);
      return it.audit.head(tenant);
    };
    const run = async () => {
      const end = it.clock.now().getTime() + RUN_MS;
      visited.length = 0;
      const remainingMs = () => end - it.clock.now().getTime();
      const over = { reader: { ...it.audit, head }, vault: indexed(it.vault) };
      const error = await it.run(over, remainingMs).catch((thrown: unknown) => thrown);
      return { visited: [...visited], error, left: remainingMs() };
    };
    return { run };
  }

  /** The in-memory twin scans all of its keys for each list, which takes minutes for ten thousand tenants. */
  const indexed = (vault: AuditVault): AuditVault => ({
    ...vault,
    putOnce: (key, text) => {
      archived.add(archivePrefix(key.split('/')[1] ?? ''));
      return vault.putOnce(key, text);
    },
    list: async function* (prefix, after) {
      if (prefix === ANCHORS || archived.has(prefix)) yield* vault.list(prefix, after);
    },
  });
  const archived = new Set<string>();

  const names = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, n) => `${prefix}${String(n).padStart(5, '0')}`);
  const recordAll = async (it: World, tenants: readonly string[]) => {
    for (const tenant of tenants) await it.record(tenant, 1);
  };
  const audited = (it: World, tenant: string) => {
    const ports = { reader: it.audit, vault: it.vault, key: it.key, digest };
    return auditTenant(tenant, ports, it.clock.now());
  };
  const honest = ['m-honest', 'y-honest', 'z-honest'];

  it('archives three honest ones among 10,000 invented, though more are invented before each run', async () => {
    const it = world();
    const { run } = timed(it);
    await recordAll(it, [...names('invented-', 10_000), ...honest]);
    const unfinished = { code: 'audit.archive.unfinished' };
    for (let n = 1; n <= 20; n += 1) {
      const { visited, ...end } = await run();
      expect([visited.length, end]).toMatchObject([500, { error: unfinished, left: 120_000 }]);
      await recordAll(it, names(`a-${n}-`, 5));
    }
    const { visited } = await run();
    expect(visited.slice(0, 3)).toEqual(honest);
    const objects = [...it.vault.objects.keys()].filter((key) => /^archive\/(invented|[myz]-honest)/.test(key));
    expect(objects).toHaveLength(10_003);
    const report = { records: 1, anchors: 21, anchored: { anchor: 21, seq: 1 }, findings: [] };
    expect(await audited(it, 'z-honest')).toMatchObject(report);
  }, 120_000);

  it('is FIFO: reaches tenants in the order in which they began to wait, whatever was invented since', async () => {
    const it = world();
    const { run } = timed(it);
    await recordAll(it, [...names('b-', 600), 'honest']);
    const turns: number[] = [];
    for (let n = 1; n <= 9; n += 1) {
      if ((await run()).visited.includes('honest')) turns.push(n);
      await recordAll(it, ['honest', ...names(`a-${n}-`, 200)]);
    }
    // 601 + 200 a run: the tenant waits for all that were in the queue when its last turn ended, and for no other.
    expect(turns).toEqual([2, 4, 7]);
    expect(await audited(it, 'honest')).toMatchObject({ findings: [] });
  });

  it('lets the others go first where one has more records than a turn takes', async () => {
    const it = world();
    await it.record('a-large', 40, 98);
    await recordAll(it, ['honest']);
    await it.run();
    const puts = it.injector.calls.filter((call) => call.startsWith('put archive/'));
    const owners = puts.map((call) => call.split('/')[1]);
    expect(owners).toEqual([...Array(5).fill('a-large'), 'honest', ...Array(9).fill('a-large')]);
    expect(await proven(it, 'a-large')).toMatchObject({ archived: range(1, 40), findings: [], anchored: [40] });
  });

  it('writes an anchor also where time is up before the first', async () => {
    const it = world();
    await recordAll(it, ['acme']);
    await expect(it.run({}, () => 120_000)).rejects.toMatchObject({ code: 'audit.archive.unfinished' });
    const stored: unknown = JSON.parse(it.vault.objects.get('anchors/00000001.json') ?? '');
    expect(stored).toMatchObject({ anchor: { n: 1, heads: [] }, waiting: ['acme'] });
    await it.run();
    expect(await proven(it, 'acme')).toEqual({ archived: [1], findings: [], anchored: [undefined, 1] });
  });
});

describe('a record or link that was tampered with before it was archived', () => {
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

  it('is a finding for a record, which is left out', async () => {
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
