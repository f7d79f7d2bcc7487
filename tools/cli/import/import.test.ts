import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../run-cli';
import { testTerminal } from '../testing/test-terminal';

const directory = mkdtempSync(join(tmpdir(), 'carillon-import-'));
afterAll(() => rmSync(directory, { recursive: true }));

const order = (overrides: object = {}) =>
  JSON.stringify({
    type: 'order.shipped',
    recipients: 'ann@example.com',
    data: { orderNumber: 'A-1', carrier: 'DHL', items: [{ name: 'Lamp', quantity: 1 }] },
    ...overrides,
  });

/** Runs `carillon import` on files with this content, without a stack. */
async function dryRun(files: Readonly<Record<string, string | Uint8Array>>, ...args: string[]) {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  const terminal = testTerminal({ directory });
  const exitCode = await runCli(['import', ...args, '--tenant', 'demo', '--dry-run'], terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
}

test('a dry run counts the lines of a file, and sends nothing', async () => {
  expect(await dryRun({ 'good.ndjson': `${order()}\n${order()}\n` }, 'good.ndjson')).toEqual({
    exitCode: 0,
    output: '2 lines read: 2 valid, 0 rejected\n',
    errors: '',
  });
});

test('a dry run lists faults by line, and fails', async () => {
  const { exitCode, output, errors } = await dryRun(
    { 'bad.ndjson': `${order()}\n${order({ tenant: 'x' })}` },
    'bad.ndjson',
  );
  expect([exitCode, output]).toEqual([
    1,
    'line 2 /tenant: the line is of another tenant than the file, which is of demo; leave it out [import.tenant]\n' +
      '2 lines read: 1 valid, 1 rejected\n',
  ]);
  expect(errors).toContain('error cli.lines_rejected: 1 of 2 lines were rejected');
});

test('with --json each rejected line is a document, and the counts are the last', async () => {
  const { output } = await dryRun({ 'bad.ndjson': 'x\n'.repeat(30) }, 'bad.ndjson', '--json');
  const documents = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { line: number });
  expect(documents.slice(0, -1).map(({ line }) => line)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
  expect(documents.at(-1)).toEqual({ lines: { read: 30, published: 0, rejected: 30 } });
});

test('without --json some rejected lines are shown, and all are counted', async () => {
  const { output } = await dryRun({ 'bad.ndjson': 'x\n'.repeat(30) }, 'bad.ndjson');
  const lines = output.trim().split('\n');
  expect([lines.length, lines.at(-2), lines.at(-1)]).toEqual([22, '…', '30 lines read: 0 valid, 30 rejected']);
});

test('a CSV file is read by its mapping', async () => {
  const files = {
    'orders.csv':
      'E-Mail;data.orderNumber;data.carrier;data.items[0].name;data.items[0].quantity\na@example.com;1;DHL;Lamp;2\n',
    'mapping.json': JSON.stringify({
      columns: { 'E-Mail': 'recipients' },
      defaults: { type: 'order.shipped' },
      delimiter: ';',
    }),
  };
  const { output } = await dryRun(files, 'orders.csv', '--mapping', 'mapping.json');
  expect(output).toBe('1 lines read: 1 valid, 0 rejected\n');
});

test.each([
  ['no.ndjson', [], 'cli.file_unreadable'],
  ['.', [], 'cli.file_format'],
  ['orders.json', [], 'cli.file_format'],
  ['orders.ndjson', ['--mapping', 'm.json'], 'cli.file_format'],
  ['wrong.csv', [], 'import.columns'],
  ['utf16.csv', [], 'import.not_text'],
  ['wrong.csv', ['--mapping', 'm.json'], 'import.mapping'],
])('%s with %j is refused: %s', async (file, args, code) => {
  const files = {
    'orders.json': '{}',
    'orders.ndjson': '',
    'wrong.csv': 'Order\n',
    'm.json': '[]',
    'utf16.csv': Buffer.from('\uFEFFtype', 'utf16le'),
  };
  const { exitCode, errors } = await dryRun(files, file, ...args);
  expect([exitCode, errors.split(':')[0]]).toEqual([1, `error ${code}`]);
});
