import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from './run-cli';
import { type TestTerminalOptions, testTerminal } from './testing/test-terminal';

const directory = mkdtempSync(join(tmpdir(), 'carillon-cli-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function run(args: readonly string[], options: TestTerminalOptions = {}) {
  const terminal = testTerminal({ directory, ...options });
  const exitCode = await runCli(args, terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
}

const EXAMPLE = JSON.stringify({
  type: 'invoice.issued',
  channels: 'webhook',
  data: { invoiceNumber: 'I-1', amount: '9.90', currency: 'EUR', dueDate: '2026-12-07' },
});

const MISSPELT = EXAMPLE.replace('invoice.issued', 'invoice.isued');
const OUTPUTS = {
  topic_arn: 'arn:aws:sns:eu-central-1:000000000000:notifications',
  region: 'eu-central-1',
  ledger_table: 'ledger',
  directory_table: 'directory',
  data_key_arn: 'key',
  audit_bucket: 'bucket',
  audit_key_arn: 'key',
};
for (const [name, outputs] of Object.entries({
  silent: OUTPUTS,
  refuse: { ...OUTPUTS, unknown_types: 'refuse' },
  allow: { ...OUTPUTS, unknown_types: 'allow' },
})) {
  writeFileSync(join(directory, `${name}.json`), JSON.stringify(outputs));
}

describe('help', () => {
  test.each([
    [[]],
    [['publish']],
    [['status']],
    [['replay']],
    [['explain']],
    [['routes']],
    [['preview']],
    [['suppressions']],
    [['keys']],
    [['audit']],
    [['doctor']],
    [['endpoints']],
    [['endpoints', 'add']],
    [['endpoints', 'list']],
    ...['remove', 'test', 'update', 'rotate', 'enable', 'disable'].map((name) => [['endpoints', name]]),
  ])('of %j has an example and the options of every command', async (command) => {
    const { exitCode, output, errors } = await run([...command, '--help']);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toContain(`Usage: ${['carillon', ...command].join(' ')}`);
    expect(output).toMatch(/Examples?:\n {2}npx carillon /);
    expect(output).toContain('--json');
    expect(output).toContain('--outputs <file>');
  });

  test('is shown as an error if no command is named', async () => {
    expect(await run([])).toMatchObject({
      exitCode: 1,
      output: '',
      errors: expect.stringContaining('Usage: carillon'),
    });
  });

  test('--version is the version of the package', async () => {
    expect(await run(['--version'])).toEqual({
      exitCode: 0,
      output: expect.stringMatching(/^\d+\.\d+\.\d+/),
      errors: '',
    });
  });
});

describe('a mistake in the arguments', () => {
  test.each([
    [['frob'], "unknown command 'frob'", 'npx carillon --help'],
    [['status'], "missing required argument 'id'", 'npx carillon status --help'],
    [['status', 'x', '--jsn'], "unknown option '--jsn' (Did you mean --json?)", 'npx carillon status --help'],
    [
      ['publish', 'a', 'b'],
      "too many arguments for 'publish'. Expected 1 argument but got 2.",
      'npx carillon publish --help',
    ],
    [['endpoints', 'ad'], "unknown command 'ad' (Did you mean add?)", 'npx carillon endpoints --help'],
    [
      ['endpoints', '--outputs', 'f', 'add', '--url', 'x'],
      "required option '--tenant <tenant>' not specified",
      'npx carillon endpoints add --help',
    ],
    [['publish', '-', '--tenant'], "option '--tenant <tenant>' argument missing", 'npx carillon publish --help'],
  ])('%j is told with the help that solves it', async (args, message, fix) => {
    expect(await run(args)).toEqual({ exitCode: 1, output: '', errors: `error cli.usage: ${message}\nfix: ${fix}\n` });
  });

  const ROTATE = ['endpoints', 'rotate', 'ep_1', '--tenant', 'demo'];
  const PREVIEW = ['preview', '-'];
  const ADD = ['endpoints', 'add', '--tenant', 'demo', '--url', 'https://hooks.example.com/'];

  test.each([
    [[...ROTATE, '--asymmetric', '--symmetric'], '--asymmetric', '--symmetric'],
    [[...ROTATE, '--symmetric', '--secret', '-'], '--secret <secret>', '--symmetric'],
    [[...ROTATE, '--asymmetric', '--secret', '-'], '--secret <secret>', '--asymmetric'],
    [[...ADD, '--asymmetric', '--secret', '-'], '--secret <secret>', '--asymmetric'],
    [[...PREVIEW, '--files', 'f', '--outputs', 'o'], '--files <folder>', '--outputs <file>'],
    [['--outputs', 'o', ...PREVIEW, '--files', 'f'], '--files <folder>', '--outputs <file>'],
  ])('%j gives two options of which one would be left unheeded, and is refused', async (args, one, other) => {
    const command = args.includes('preview') ? 'preview' : args.slice(0, 2).join(' ');
    const fix = `npx carillon ${command} --help`;
    const message = `option '${one}' cannot be used with option '${other}'`;
    expect(await run(args)).toEqual({ exitCode: 1, output: '', errors: `error cli.usage: ${message}\nfix: ${fix}\n` });
  });

  test('is JSON with --json', async () => {
    const { exitCode, output, errors } = await run(['--json', 'status']);
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(JSON.parse(errors)).toEqual({
      error: {
        code: 'cli.usage',
        message: "missing required argument 'id'",
        fix: 'npx carillon status --help',
        faults: [],
      },
    });
  });
});

describe('explain', () => {
  test('says which channels a notification reaches and why, without a stack', async () => {
    const { output, ...rest } = await run(['explain', '-', '--tenant', 'demo'], { input: EXAMPLE });
    expect(rest).toEqual({ exitCode: 0, errors: '' });
    const [heading, ...rows] = output.split('\n').map((line) => line.trim().split(/ {2,}/));
    expect(heading).toEqual(['invoice.issued']);
    expect(rows).toEqual(
      expect.arrayContaining([
        ['✗', 'email', 'takes only channels "email"; the notification has webhook'],
        ['✓', 'webhook', 'takes channels "webhook"; the notification has webhook'],
        ['✓', 'audit', 'takes every notification'],
      ]),
    );
  });

  test('prints one JSON document per line for several', async () => {
    writeFileSync(join(directory, 'two.ndjson'), `${EXAMPLE}\n\n${EXAMPLE}\n`);
    const { output } = await run(['explain', 'two.ndjson', '--tenant', 'demo', '--json']);
    const documents = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(documents.map(({ line, type }) => ({ line, type }))).toEqual([
      { line: 1, type: 'invoice.issued' },
      { line: 3, type: 'invoice.issued' },
    ]);
    const explanation = { channel: 'audit', reached: true, why: 'takes every notification' };
    expect(documents[0].channels).toContainEqual(explanation);
  });

  test.each([
    ['for a stack that refuses it', { CARILLON_OUTPUTS: 'refuse.json' }],
    ['for a stack that does not say', { CARILLON_OUTPUTS: 'silent.json' }],
  ])('refuses a type that the catalogue does not have %s', async (_what, variables) => {
    const result = await run(['explain', '-', '--tenant', 'demo'], { input: MISSPELT, variables });
    expect(result).toMatchObject({ exitCode: 1, output: '' });
    expect(result.errors).toContain('; did you mean invoice.issued? [notification.type.unknown]');
  });

  test('accepts an unknown type for a stack that allows it, with a warning', async () => {
    const variables = { CARILLON_OUTPUTS: 'allow.json' };
    const result = await run(['explain', '-', '--tenant', 'demo'], { input: MISSPELT, variables });
    expect(result).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^invoice\.isued\n/) });
    expect(result.errors).toBe(
      'warning: type is "invoice.isued", which the catalogue does not have; did you mean invoice.issued?; this stack accepts it, but mails of it show no data; other stacks refuse it\n',
    );
  });

  test('names every fault at its line, and how to fill in a tenant', async () => {
    const { exitCode, errors } = await run(['explain', '-'], { input: `${EXAMPLE}\n{}` });
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^error notification\.invalid: 2 of 2 notifications are invalid; nothing was sent\n/);
    expect(errors).toContain('\n  line 1 /tenant: tenant is missing,');
    expect(errors).toContain('\n  line 2 /type: type is missing,');
    expect(errors).toMatch(/\nfix: .*--tenant <tenant> fills in a missing tenant\n$/);
  });
});

describe('a misspelt type, where a stack allows unknown ones,', () => {
  const variables = { CARILLON_OUTPUTS: 'allow.json' };
  const WARNING = 'warning: type is "invoice.isued", which the catalogue does not have; did you mean invoice.issued?';
  const input = MISSPELT.replace('{', '{"tenant":"demo",');

  test.each(['explain', 'preview', 'publish'])(
    'is warned of by %s before the faults that follow from it',
    async (command) => {
      const result = await run([command, '-'], { input: input.replace('"channels":"webhook",', ''), variables });
      expect(result).toMatchObject({ exitCode: 1, output: '' });
      expect(result.errors.split('\n')).toEqual([
        expect.stringContaining(WARNING),
        'error notification.invalid: the notification is invalid; nothing was sent',
        expect.stringMatching(/^ {2}\/channels: channels is missing, .*; did you mean invoice\.issued\? \[/),
        expect.stringMatching(/^fix: /),
        '',
      ]);
    },
  );

  test('causes a warning before it is sent, also if sending fails', async () => {
    const sns = createServer((_, response) => response.writeHead(400).end()).listen(0, '127.0.0.1');
    await once(sns, 'listening');
    const endpoint = `http://127.0.0.1:${(sns.address() as AddressInfo).port}`;
    const emulator = { name: 'ministack', endpoint };
    writeFileSync(join(directory, 'emulated.json'), JSON.stringify({ ...OUTPUTS, unknown_types: 'allow', emulator }));
    const { errors } = await run(['publish', '-', '--outputs', 'emulated.json'], { input });
    await new Promise((resolve) => sns.close(resolve));
    expect(errors).toMatch(/^warning: type is "invoice\.isued", .*\nerror producer\./);
  });
});

test.each(['explain', 'preview', 'publish'])(
  '%s refuses digits that no double holds, with their place',
  async (command) => {
    const input = EXAMPLE.replace('{', '{"tenant":"demo",').replace('"9.90"', '9.900000000000000001');
    const result = await run([command, '-'], { input, variables: { CARILLON_OUTPUTS: 'refuse.json' } });
    expect(result).toMatchObject({ exitCode: 1, output: '' });
    expect(result.errors).toContain(
      '\n  /data/amount: number 9.900000000000000001 would arrive as 9.9; send it as a string [json.number_precision]\n',
    );
  },
);

describe('a mistake of the user', () => {
  test('in the input is reported before connecting to a stack', async () => {
    expect(await run(['publish', 'missing.json'])).toEqual({
      exitCode: 1,
      output: '',
      errors: `error cli.file_unreadable: file 'missing.json' does not exist\nfix: name a file that can be read; relative names begin at ${directory}\n`,
    });
  });

  test.each(['publish', 'explain', 'preview'])('in the name of the outputs stops %s', async (command) => {
    const { exitCode, errors } = await run([command, '-', '--outputs', 'otputs.json'], { input: EXAMPLE });
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^error cli\.file_unreadable: file 'otputs\.json' does not exist\n/);
  });

  test('never shows a stack trace, not even as JSON', async () => {
    const { errors } = await run(['status', 'x', '--outputs', 'missing.json', '--json']);
    expect(JSON.parse(errors)).toMatchObject({ error: { code: 'cli.file_unreadable' } });
    expect(errors).not.toContain('    at ');
  });
});

test('an error without a code is reported as a bug, with its stack trace', async () => {
  const broken = testTerminal();
  const exitCode = await runCli(['explain', '-'], {
    ...broken,
    readStandardInput: () => Promise.reject(new TypeError('oops')),
  });
  expect(exitCode).toBe(1);
  expect(broken.errors()).toMatch(/^error cli\.unexpected: TypeError: oops\n +at .*\nfix: this is a bug in Carillon/s);
});
