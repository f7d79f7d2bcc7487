import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { ulid } from 'ulid';
import { archivePrefix, readArchived } from '../../shared/domain/audit-chain/archive';
import { named } from '../../shared/domain/audit-chain/testing/chain-model';
import { auditTenant } from '../../shared/operations/audit/audit-tenant';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { runCli } from '../../tools/cli/run-cli';
import { testTerminal } from '../../tools/cli/testing/test-terminal';
import { anchorKey, auditReader, digestOfAddresses, overwriteRecord, vault } from '../support/audit';
import { dynamodb, ledger, state } from '../support/harness';
import { invokeByRule } from '../support/invoke';
import { scenario } from '../support/scenario';
import { eventually, publish, settled } from '../support/world';

const directory = mkdtempSync(join(tmpdir(), 'carillon-audit-'));
const outputs = join(directory, 'outputs.json');
const { name, endpoint } = state;
writeFileSync(outputs, JSON.stringify({ ...state.outputs, emulator: { name, endpoint } }));
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the function as its EventBridge rule does once a day. */
async function anchor(): Promise<void> {
  expect(await invokeByRule('audit-anchor')).toBeUndefined();
}

const audit = async (tenant: string) => {
  const ports = { reader: auditReader, vault, key: anchorKey, digest: await digestOfAddresses() };
  return auditTenant(tenant, ports, new Date());
};

async function carillon(...args: readonly string[]) {
  const terminal = testTerminal();
  const exitCode = await runCli(['audit', ...args, '--outputs', outputs], terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
}

async function record(tenant: string, count: number, overrides = {}): Promise<string[]> {
  const all = Array.from({ length: count }, () =>
    aNotification({ tenant, channels: 'audit', type: 'invoice.created', ...overrides }),
  );
  for (const notification of all) await publish(notification);
  for (const { id } of all) await settled(id, 0);
  const ids = all.map(({ id }) => id);
  await linked(tenant, ids);
  return ids;
}

/** Waits until the deployed function has linked the records, seconds after their acceptance. */
async function linked(tenant: string, ids: readonly string[]): Promise<void> {
  const listed = async () => {
    const found = new Set<string>();
    for await (const { link } of auditReader.links(tenant, 0)) for (const { id } of link.entries) found.add(id);
    return found;
  };
  await eventually(listed, (found) => ids.every((id) => found.has(id)));
}

/** Ids of a tenant's archived records, in order of acceptance. */
async function archivedIds(tenant: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const key of vault.list(archivePrefix(tenant))) {
    const lines = ((await vault.read(key)) ?? '').trimEnd().split('\n');
    ids.push(...lines.flatMap((line) => readArchived(line)?.notifications.map(({ id }) => id) ?? []));
  }
  return ids;
}

const anchorsOf = async () => JSON.parse((await carillon('anchors', '--json')).output);

scenario('audit-tamper', ['functions', 'ses'], () => {
  test('the deployed function archives what was recorded since its last run, and signs an anchor each time', async () => {
    const tenant = aTenant();
    const first = await record(tenant, 2);
    await anchor();
    const before = await anchorsOf();
    const second = await record(tenant, 1);
    await anchor();
    await anchor();

    expect((await archivedIds(tenant)).toSorted()).toEqual([...first, ...second].toSorted());
    const { findings, anchors } = await anchorsOf();
    expect([before.findings, findings]).toEqual([[], []]);
    expect(anchors.slice(0, -2)).toEqual(before.anchors);
    const { n } = anchors.at(-1);
    const { exitCode, output } = await carillon('verify', '--tenant', tenant, '--json');
    const report = { tenant, records: 3, expired: 0, anchors: n, anchored: { anchor: n }, findings: [] };
    expect({ exitCode, report: JSON.parse(output) }).toMatchObject({ exitCode: 0, report });
  });

  test('an audit names what somebody changed, deleted and inserted in the table', async () => {
    const tenant = aTenant();
    const [changed = '', deleted = '', kept = ''] = await record(tenant, 4);
    await anchor();
    expect(await audit(tenant)).toMatchObject({ records: 4, findings: [], anchored: { seq: expect.any(Number) } });
    expect(await carillon('verify', '--tenant', tenant)).toMatchObject({ exitCode: 0, errors: '' });

    const [record1] = await auditReader.records([changed]);
    const [record3] = await auditReader.records([kept]);
    if (!record1 || !record3) throw new Error('nothing is recorded');
    await overwriteRecord({ ...record1, text: record1.text.replace('4711', '4712') });
    const Key = { pk: { S: deleted }, sk: { S: 'E' } };
    await dynamodb.send(new DeleteItemCommand({ TableName: state.outputs.ledger_table, Key }));
    const inserted = ulid();
    await overwriteRecord({ ...record3, id: inserted, text: record3.text.replace(kept, inserted) });

    const expected = [`record.changed ${changed}`, `record.inserted ${inserted}`, `record.removed ${deleted}`];
    expect(named((await audit(tenant)).findings)).toEqual(expected);
    const { exitCode, output } = await carillon('verify', '--tenant', tenant);
    expect(exitCode).toBe(1);
    for (const id of [changed, deleted, inserted]) expect(output).toContain(id);
    expect(output).not.toContain(kept);
  });

  test('an address is erased from records and deliveries, and everything verifies afterwards', async () => {
    const tenant = aTenant();
    const address = `ann-${ulid().toLowerCase()}@example.com`;
    const notification = aNotification({
      tenant,
      channels: 'email',
      type: 'invoice.created',
      recipients: `Ann <${address}>, bob@example.com`,
    });
    await publish(notification);
    await settled(notification.id, 2);
    await linked(tenant, [notification.id]);
    const erased = ['erase', '--address', address.toUpperCase(), '--tenant', tenant];

    const before = await ledger.history(notification.id);
    expect((await carillon(...erased)).output).toContain('would be erased from 1 notifications');
    expect(await ledger.history(notification.id)).toEqual(before);
    expect(await carillon(...erased, '--yes')).toMatchObject({ exitCode: 0, errors: '' });

    const { event, deliveries } = await ledger.history(notification.id);
    expect(JSON.stringify({ event, deliveries })).not.toContain(address);
    expect(event?.text).toMatch(/[0-9a-f]{64}@erased\.invalid>, <bob@example\.com>/);
    const states = (all: typeof deliveries) => all.map(({ state }) => state).toSorted();
    expect(states(deliveries)).toEqual(states(before.deliveries));
    expect((await carillon(...erased, '--yes')).output).toContain('erased from 0 notifications and 0 deliveries');
    expect(await audit(tenant)).toMatchObject({ records: 1, findings: [] });
  });
});
