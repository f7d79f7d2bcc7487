import type { Objection } from '../../../shared/ports/mail-preferences';
import { runCli } from '../run-cli';
import { testTerminal } from '../testing/test-terminal';
import { formatObjections } from './list';

const since = '2026-11-23T09:30:00.000Z';
const objections: Objection[] = [
  { kind: 'suppressed', address: 'ada@example.com', scope: '*', reason: 'BOUNCE', since },
  { kind: 'suppressed', address: 'ada@example.com', scope: 'demo', reason: 'COMPLAINT', since },
  { kind: 'unsubscribed', address: 'ben@example.com', tenant: 'demo', category: 'digest', since },
];

test('the list has a line for each suppression and each unsubscription', () => {
  expect(formatObjections(objections)).toBe(
    `
ADDRESS          TENANT  REASON                    SINCE
ada@example.com  all     BOUNCE                    2026-11-23T09:30:00.000Z
ada@example.com  demo    COMPLAINT                 2026-11-23T09:30:00.000Z
ben@example.com  demo    unsubscribed from digest  2026-11-23T09:30:00.000Z`.trim(),
  );
});

test('an empty list says so', () => {
  expect([formatObjections([]), formatObjections([], 'ada@example.com')]).toEqual([
    'nothing keeps any address from being mailed',
    'nothing keeps ada@example.com from being mailed',
  ]);
});

test.each([
  [['add', 'ada'], 'cli.address_malformed'],
  [['list', '--address', 'ada'], 'cli.address_malformed'],
  [['add', 'ada@example.com,ben@example.com'], 'cli.address_malformed'],
  [['add', 'ada@example.com', '--reason', 'DISLIKE'], 'cli.reason_unknown'],
  [['add', 'ada@example.com', '--tenant', '*'], 'cli.tenant_malformed'],
  [['add', 'ada@example.com', '--tenant', 'U#demo#digest'], 'cli.tenant_malformed'],
  [['remove', 'ada@example.com', '--tenant', '*'], 'cli.tenant_malformed'],
  [['remove', 'ada@example.com', '--category', 'digest'], 'cli.category_without_tenant'],
])('%j is refused before the stack is asked', async (args, code) => {
  const terminal = testTerminal();
  expect(await runCli(['suppressions', ...args], terminal)).not.toBe(0);
  expect(terminal.errors()).toContain(code);
});

test.each([
  [
    ['remove', 'ada@example.com', '--category', 'digest'],
    'error cli.category_without_tenant: --category is given without --tenant\nfix: name the tenant too\n',
  ],
  [['add', 'ada@example.com', '--tenant', '*'], 'fix: leave --tenant out for all tenants\n'],
])('%j is refused in terms of flags', async (args, text) => {
  const terminal = testTerminal();
  await runCli(['suppressions', ...args], terminal);
  expect(terminal.errors()).toContain(text);
});
