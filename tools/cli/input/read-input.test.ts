import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testTerminal } from '../testing/test-terminal';
import { readInput } from './read-input';

const directory = mkdtempSync(join(tmpdir(), 'carillon-cli-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('a relative name begins at the directory of the caller, and a byte order mark is left out', async () => {
  writeFileSync(join(directory, 'a.json'), '\uFEFF{}');
  expect(await readInput('a.json', testTerminal({ directory }))).toBe('{}');
});

test('- is standard input', async () => {
  expect(await readInput('-', testTerminal({ input: '{"a":"ü"}' }))).toBe('{"a":"ü"}');
});

test.each([
  ['missing.json', "file 'missing.json' does not exist"],
  ['.', "file '.' is a directory"],
])('%s cannot be read, and the error says why', async (file, message) => {
  await expect(readInput(file, testTerminal({ directory }))).rejects.toMatchObject({
    ...{ code: 'cli.file_unreadable', message },
    fix: `name a file that can be read; relative names begin at ${directory}`,
  });
});

test('bytes that are not UTF-8 are refused, not replaced', async () => {
  const terminal = testTerminal({ input: Uint8Array.of(0x22, 0xff, 0x22) });
  await expect(readInput('-', terminal)).rejects.toMatchObject({
    ...{ code: 'cli.not_utf8', message: 'standard input is not UTF-8' },
  });
});
