import { addressDigest } from '../../../shared/domain/audit-chain/address-digest';
import { isIntact } from '../../../shared/domain/audit-chain/link';
import { memoryAudit } from '../../../shared/memory/memory-audit';
import type { ChainWriter, InsertedRecord } from '../../../shared/ports/audit-chain';
import { anEvent, at } from '../../../shared/testing/ledger/ledger-fixtures';
import { chainPorts, insertedOf } from '../../../shared/testing/record-in-chain';
import { appendRecords } from './append-records';

const digest = addressDigest(new Uint8Array(32));
const insertedAt = (seconds: number, tenant = 'acme'): InsertedRecord =>
  insertedOf(anEvent({ tenant, acceptedAt: at(seconds) }), digest);

/** A chain that records a writer's calls. */
function world(over: (chain: ChainWriter) => Partial<ChainWriter> = () => ({})) {
  const audit = memoryAudit();
  const calls: string[] = [];
  const called = <Result>(what: string, call: () => Result): Result => {
    calls.push(what);
    return call();
  };
  const chain: ChainWriter = {
    latest: (tenant, count) => called(`latest ${count}`, () => audit.latest(tenant, count)),
    enlist: (tenant) => called('enlist', () => audit.enlist(tenant)),
    put: (link) => called(`put ${link.seq}`, () => audit.put(link)),
  };
  const pauses: number[] = [];
  const sleep = async (milliseconds: number) => void pauses.push(milliseconds);
  const ports = { ...chainPorts({ ...chain, ...over(chain) }), sleep, random: () => 0.5 };
  const append = (records: readonly InsertedRecord[], now = at(0)) =>
    appendRecords('acme', records, { ...ports, clock: { now: () => new Date(now) } });
  const links = () => [...(audit.store.chains.get('acme')?.values() ?? [])];
  return {
    audit,
    calls,
    pauses,
    append,
    links,
    listed: () => links().map(({ entries }) => entries.map(({ id }) => id)),
  };
}

test('a link is one read and one write; the first of a chain is noted before', async () => {
  const { append, calls } = world();
  await append([insertedAt(0)], at(5));
  await append([insertedAt(60)], at(65));
  expect(calls).toEqual(['latest 1', 'enlist', 'put 1', 'latest 1', 'put 2']);
});

test('a link says when it was made, and keeps its records for as long as the ledger keeps the first of them', async () => {
  const { append, links } = world();
  const records = [insertedAt(7), insertedAt(3)];
  await append(records, at(12));
  const [link] = links();
  const entries = records.map(({ id, digest, acceptedAt }) => ({ id, digest, at: acceptedAt }));
  const keptUntil = Date.parse(at(3)) / 1000 + 3_650 * 86_400;
  expect(link).toMatchObject({ seq: 1, previous: '', tenant: 'acme', at: at(12), entries, keptUntil });
  expect(link && isIntact(link)).toBe(true);
});

test('a writer that loses the race reads the head again, after exponential backoff with jitter', async () => {
  let rivals = 3;
  const { append, pauses, listed } = world((chain) => ({
    put: async (link) => (rivals-- > 0 ? !(await chain.put({ ...link, entries: [] })) : chain.put(link)),
  }));
  const record = insertedAt(0);
  await append([record]);
  expect(pauses).toEqual([10, 20, 40]);
  expect(listed()).toEqual([[], [], [], [record.id]]);
});

test('a writer that never comes first gives up, and its records come back', async () => {
  const { append, pauses } = world(() => ({ put: async () => false }));
  await expect(append([insertedAt(0)])).rejects.toMatchObject({ code: 'audit.chain.contended' });
  expect([pauses.length, Math.max(...pauses)]).toEqual([19, 320]);
});

describe('records that come again', () => {
  const records = [insertedAt(0), insertedAt(1)];
  const ids = records.map(({ id }) => id);

  test('are not linked again', async () => {
    const { append, listed } = world();
    await append(records, at(5));
    await append(records, at(30));
    await append([...records, insertedAt(2)], at(31));
    expect(listed()).toEqual([ids, [expect.any(String)]]);
  });

  test('because it was not certain that they were stored are linked once', async () => {
    let isLost = true;
    const { append, listed } = world((chain) => ({
      put: async (link) => {
        const isStored = await chain.put(link);
        if (isLost) throw new Error('timed out');
        return isStored;
      },
    }));
    await expect(append(records, at(5))).rejects.toThrow('timed out');
    isLost = false;
    await append(records, at(30));
    expect(listed()).toEqual([ids]);
  });

  test('are found behind concurrent links within the look-back', async () => {
    const { append, listed, calls } = world();
    await append(records, at(5));
    for (let n = 0; n < 24; n += 1) await append([insertedAt(6)], at(6));
    calls.length = 0;
    await append(records, at(30));
    expect(calls).toEqual(['latest 1', 'latest 25']);
    await append([insertedAt(6)], at(31));
    await append(records, at(32));
    expect(listed().filter((each) => each.includes(ids[0] ?? ''))).toHaveLength(2);
  });
});

test('the look-back is skipped if the last link is older than the records', async () => {
  const { append, calls } = world();
  await append([insertedAt(0)], at(5));
  calls.length = 0;
  await append([insertedAt(16)], at(21));
  expect(calls).toEqual(['latest 1', 'put 2']);
});

test('a link that was tampered with does not end the chain', async () => {
  const { append, audit, listed } = world();
  await append([insertedAt(0)], at(5));
  const chain = audit.store.chains.get('acme');
  chain?.set(1, { ...chain.get(1), entries: 'x' } as never);
  const record = insertedAt(1);
  await append([record], at(6));
  expect(chain?.get(2)?.entries.map(({ id }) => id)).toEqual([record.id]);
  expect(() => listed()).toThrow();
});
