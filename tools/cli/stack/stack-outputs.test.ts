import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_OUTPUTS_FILE } from '../../local/local-run';
import { testTerminal } from '../testing/test-terminal';
import { DEFAULT_OUTPUTS_FILE, parseOutputs, readStackOutputs } from './stack-outputs';

const outputs = {
  topic_arn: 'arn:aws:sns:eu-central-1:123456789012:carillon-prod-notifications',
  region: 'eu-central-1',
  ledger_table: 'carillon-prod-ledger',
  directory_table: 'carillon-prod-directory',
  data_key_arn: 'arn:aws:kms:eu-central-1:123456789012:key/3b1d0c4e',
  audit_bucket: 'carillon-prod-audit-123456789012',
  audit_key_arn: 'arn:aws:kms:eu-central-1:123456789012:key/5fb5dfb4',
};
const parse = (value: unknown) => parseOutputs(JSON.stringify(value), "file 'x'");

test('the default file is the one that npm start writes', () => {
  expect(DEFAULT_OUTPUTS_FILE).toBe(LOCAL_OUTPUTS_FILE);
});

test('what terraform output -json prints is read', () => {
  const printed = Object.entries(outputs).map(([name, value]) => [name, { sensitive: false, type: 'string', value }]);
  expect(parse(Object.fromEntries(printed))).toEqual(outputs);
});

test('what npm start writes is read, with its emulator', () => {
  const emulator = { name: 'ministack', endpoint: 'http://127.0.0.1:4566' };
  expect(parse({ ...outputs, emulator })).toEqual({ ...outputs, emulator });
});

test('every output that is missing is named', () => {
  expect(() => parse({ region: 7, ledger_table: 'x', directory_table: '', emulator: {} })).toThrow(
    expect.objectContaining({
      code: 'cli.outputs_invalid',
      message: "file 'x' lacks outputs of a Carillon stack",
      faults: [
        { code: 'cli.outputs_invalid', path: '/topic_arn', message: 'topic_arn is missing, expected a text' },
        { code: 'cli.outputs_invalid', path: '/region', message: 'region is 7, expected a text' },
        { code: 'cli.outputs_invalid', path: '/directory_table', message: 'directory_table is "", expected a text' },
        { code: 'cli.outputs_invalid', path: '/data_key_arn', message: 'data_key_arn is missing, expected a text' },
        { code: 'cli.outputs_invalid', path: '/audit_bucket', message: 'audit_bucket is missing, expected a text' },
        { code: 'cli.outputs_invalid', path: '/audit_key_arn', message: 'audit_key_arn is missing, expected a text' },
        {
          code: 'cli.outputs_invalid',
          path: '/emulator/endpoint',
          message: 'emulator.endpoint is missing, expected a URL; npm start writes it',
        },
      ],
    }),
  );
});

test.each(['', 'topic_arn = "x"', '[]', 'null'])('what is not a JSON object is refused: %j', (text) => {
  expect(() => parseOutputs(text, "file 'x'")).toThrow(
    expect.objectContaining({ code: 'cli.outputs_invalid', message: "file 'x' is not a JSON object" }),
  );
});

describe('the file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'carillon-cli-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const write = (name: string, region: string) =>
    writeFileSync(join(directory, name), JSON.stringify({ ...outputs, region }));

  test('in --outputs takes precedence over that in CARILLON_OUTPUTS', () => {
    write('named.json', 'named');
    write('variable.json', 'variable');
    const terminal = testTerminal({ directory, variables: { CARILLON_OUTPUTS: 'variable.json' } });
    expect(readStackOutputs('named.json', terminal).region).toBe('named');
    expect(readStackOutputs(undefined, terminal).region).toBe('variable');
  });

  test('that is missing is named, with the origin of its name', () => {
    const terminal = testTerminal({ directory, variables: { CARILLON_OUTPUTS: 'none.json' } });
    const message = "file 'none.json' of CARILLON_OUTPUTS does not exist";
    expect(() => readStackOutputs(undefined, terminal)).toThrow(
      expect.objectContaining({ code: 'cli.file_unreadable', message }),
    );
  });
});
