import { anchorChains } from '../../../handlers/functions/audit-anchor/anchor';
import { addressDigest } from '../../../shared/domain/audit-chain/address-digest';
import { memoryAnchorKey } from '../../../shared/memory/memory-anchor-key';
import { memoryAudit } from '../../../shared/memory/memory-audit';
import { memoryAuditVault } from '../../../shared/memory/memory-audit-vault';
import { memoryErasure } from '../../../shared/memory/memory-erasure';
import { type EraseAddressRequest, eraseAddress } from '../../../shared/operations/audit/erase-address';
import { readAnchors } from '../../../shared/operations/audit/read-anchors';
import { type VerifyTenantRequest, verifyTenant } from '../../../shared/operations/audit/verify-tenant';
import { readAddress } from '../../../shared/operations/suppressions/read-address';
import type { AuditRecord } from '../../../shared/ports/audit-chain';
import type { LedgerItem } from '../../../shared/ports/erasure';
import { anEvent } from '../../../shared/testing/ledger/ledger-fixtures';
import { recordInChain } from '../../../shared/testing/record-in-chain';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { runCli } from '../run-cli';
import { testTerminal } from '../testing/test-terminal';
import { printAnchors } from './anchors';
import { formatNotReached, printErasure } from './erase';
import { NOT_REACHED } from './not-reached';
import { printVerification } from './verify';

const digest = addressDigest(new Uint8Array(32));
const ID = '01JDCQ7Z3K9V5N8X2M4T6R0WYA';

async function anAudit() {
  const [reader, vault, key, terminal] = [memoryAudit(digest), memoryAuditVault(), memoryAnchorKey(), testTerminal()];
  const { clock } = terminal;
  const ports = { reader, vault, key, digest, clock };
  await recordInChain([anEvent({ id: ID, tenant: 'acme' })], reader);
  const anchor = () => anchorChains({ ...ports, signer: key, log: recordingLogger() }, { remainingMs: () => 900_000 });
  const change = (text: string) =>
    reader.store.records.set(ID, { ...(reader.store.records.get(ID) as AuditRecord), text });
  const audit = {
    verify: (request: VerifyTenantRequest) => verifyTenant(request, ports),
    anchors: () => readAnchors(ports),
  };
  return { audit, vault, terminal, anchor, change };
}

describe('audit verify', () => {
  it('reports that nothing was changed, and how far the chain is anchored', async () => {
    const { audit, terminal, anchor } = await anAudit();
    await printVerification({ tenant: 'acme' }, audit, terminal);
    await anchor();
    await printVerification({ tenant: 'acme' }, audit, terminal);
    expect(terminal.output()).toBe(
      [
        'tenant acme: 1 links, 1 records',
        'nothing is anchored yet: a principal that may write the ledger could forge all of it',
        '\nnothing was changed, removed or inserted',
        'tenant acme: 1 links, 1 records',
        'links up to 1 are anchored, by anchor 1 of 2026-11-23T09:30:00.000Z',
        '\nnothing was changed, removed or inserted\n',
      ].join('\n'),
    );
  });

  it('refuses to audit a tenant without records, and prints nothing else', async () => {
    const { audit, terminal } = await anAudit();
    const error = {
      code: 'cli.nothing_to_audit',
      message: "nothing is recorded of tenant 'acne', and no anchor knows it",
    };
    await expect(printVerification({ tenant: 'acne' }, audit, terminal)).rejects.toMatchObject(error);
    await expect(printVerification({ tenant: 'acne', json: true }, audit, terminal)).rejects.toMatchObject(error);
    expect(terminal.output()).toBe('');
  });

  it('names changed records, and fails', async () => {
    const { audit, terminal, change } = await anAudit();
    change('{}');
    const error = { code: 'cli.audit_findings', message: 'the audit found 1 thing that should not be there' };
    await expect(printVerification({ tenant: 'acme' }, audit, terminal)).rejects.toMatchObject(error);
    expect(terminal.output()).toContain(`record.changed  ${ID}  was changed: its content is not what was accepted\n`);
    await expect(printVerification({ tenant: 'acme', json: true }, audit, terminal)).rejects.toMatchObject(error);
    const [finding] = JSON.parse(terminal.output().split('\n').at(-2) ?? '').findings;
    expect(finding).toMatchObject({ kind: 'record.changed', subject: ID });
  });
});

describe('audit anchors', () => {
  it('lists the anchors, and fails if one is not signed', async () => {
    const { audit, vault, terminal, anchor } = await anAudit();
    await printAnchors({}, audit, terminal);
    await anchor();
    await printAnchors({}, audit, terminal);
    expect(terminal.output()).toBe(
      [
        'there is no anchor yet: the first is made a day after the stack is applied',
        'ANCHOR  AT                        OF         SIGNED',
        '1       2026-11-23T09:30:00.000Z  1 tenants  signature verified\n',
      ].join('\n'),
    );
    vault.objects.set('anchors/00000002.json', '{}');
    await expect(printAnchors({}, audit, terminal)).rejects.toMatchObject({ code: 'cli.audit_findings' });
    expect(terminal.output()).toContain('anchor.changed  anchor 2');
  });
});

describe('audit erase', () => {
  const event = { pk: ID, sk: 'E', text: anEvent({ id: ID }).text };
  const world = (...items: readonly LedgerItem[]) => {
    const erasure = memoryErasure(...items);
    erasure.store.preferences.push('ann@example.com');
    const stored = () => [...erasure.store.items.values()];
    const audit = { erase: (request: EraseAddressRequest) => eraseAddress(request, { erasure, digest }) };
    return { erasure, stored, terminal: testTerminal(), audit };
  };

  it('shows what it would do, and does it only with --yes', async () => {
    const { stored, terminal, audit } = world(event);
    await printErasure({}, 'ann@example.com', audit, terminal);
    expect([stored(), terminal.output()]).toEqual([
      [event],
      [
        'would be erased from 1 notifications and 0 deliveries and attempts, which would have a digest in its place',
        `  ${ID}`,
        'kept: 1 suppressions and unsubscriptions, which protect the address from mail',
        ...formatNotReached(),
        'nothing was changed; do it with --yes\n',
      ].join('\n'),
    ]);
    await printErasure({ yes: true, json: true }, 'ann@example.com', audit, terminal);
    expect(stored()).not.toEqual([event]);
    const { done, notifications, failed, notReached } = JSON.parse(terminal.output().split('\n').at(-2) ?? '');
    expect([done, notifications, failed, notReached]).toEqual([true, [ID], [], NOT_REACHED]);
  });

  it('lists at most 20 notifications in a dry run, then how many more, and all of them with --json', async () => {
    const ids = Array.from({ length: 23 }, (_, n) => `01JDCQ7Z3K9V5N8X2M4T6R${String(n).padStart(4, '0')}`);
    const { terminal, audit } = world(...ids.map((pk) => ({ ...event, pk })));
    await printErasure({}, 'ann@example.com', audit, terminal);
    const lines = terminal.output().split('\n');
    expect(lines.slice(1, 23)).toEqual([
      ...ids.slice(0, 20).map((id) => `  ${id}`),
      '  and 3 more; --json lists all of them',
      expect.stringMatching(/^kept: /),
    ]);
    await printErasure({ json: true }, 'ann@example.com', audit, terminal);
    expect(JSON.parse(terminal.output().split('\n').at(-2) ?? '').notifications).toEqual(ids);
  });

  it('names every place that it does not reach, how long the address stays there, and what to do', () => {
    expect(
      formatNotReached()
        .slice(1)
        .map((line) => line.trim().split(' (')[0]),
    ).toEqual([
      'queues: dead letters, and waiting messages',
      'function logs',
      'restore points of both tables',
      'bucket of attachments',
      'archive and anchors',
      "the account's suppression list of SES",
    ]);
    for (const { until, todo } of NOT_REACHED) expect([until, todo]).not.toContain('');
  });

  it('lists notifications that are still open, and those that have the address elsewhere', async () => {
    const delivery = { pk: ID, sk: 'D#email#ann@example.com', state: 'claimed' };
    const text = JSON.stringify({ ...JSON.parse(event.text), subject: 'ann@example.com' });
    const { stored, terminal, audit } = world({ ...event, text }, delivery);
    await printErasure({ yes: true }, 'ann@example.com', audit, terminal);
    expect(stored()).toEqual([{ ...event, text }, delivery]);
    expect(terminal.output()).toContain(
      [
        '1 still being delivered, not changed; they end within three days, run this again then:',
        `  ${ID}`,
        '1 still have it, in data or subject (proven as published), in a note or in an attempt:',
        `  ${ID}\n`,
      ].join('\n'),
    );
  });

  it('continues after a notification that fails, names it with the reason, and fails at the end', async () => {
    const OTHER = '01JDCQ7Z3K9V5N8X2M4T6R0WYB';
    const { erasure, terminal, audit } = world(event, { ...event, pk: OTHER });
    erasure.store.unreadable.add(ID);
    const error = { code: 'cli.erasure_incomplete', message: '1 notification could not be erased, or only in part' };
    await expect(printErasure({ yes: true }, 'ann@example.com', audit, terminal)).rejects.toMatchObject(error);
    expect(terminal.output()).toContain('erased from 1 notifications');
    expect(terminal.output()).toContain(
      `1 could not be erased, or only in part:\n  ${ID}: one of its items holds a value that cannot be read\n`,
    );
    await expect(printErasure({ json: true }, 'ann@example.com', audit, terminal)).rejects.toMatchObject(error);
    const { failed } = JSON.parse(terminal.output().split('\n').at(-2) ?? '');
    expect(failed).toEqual([{ id: ID, reason: 'unreadable' }]);
  });

  it('reports a tenant without records, not a tenant without the address', async () => {
    const { terminal, audit } = world(event);
    const erasing = printErasure({ tenant: 'amce', yes: true }, 'ann@example.com', audit, terminal);
    await expect(erasing).rejects.toMatchObject({
      code: 'cli.unknown_tenant',
      message: "nothing is recorded of tenant 'amce'",
    });
    expect(terminal.output()).toBe('');
  });

  it('takes one address, in its canonical form', () => {
    expect(readAddress('Ann <Ann@BÜCHER.example>')).toBe('ann@xn--bcher-kva.example');
    for (const text of ['', 'ann', 'a@example.com, b@example.com']) {
      expect(() => readAddress(text)).toThrow(expect.objectContaining({ code: 'cli.address_malformed' }));
    }
  });

  it('needs an address', async () => {
    const terminal = testTerminal();
    expect(await runCli(['audit', 'erase'], terminal)).toBe(1);
    expect(terminal.errors()).toMatch(/cli\.usage.*--address/);
  });
});
