import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thrown } from '../../../shared/testing/thrown';
import { testTerminal } from '../testing/test-terminal';
import { readableFolder, readInput } from './read-input';

const directory = mkdtempSync(join(tmpdir(), 'carillon-cli-'));
afterAll(() => rmSync(directory, { recursive: true }));

test("a relative name is resolved in the caller's directory, and a byte order mark is removed", async () => {
  writeFileSync(join(directory, 'a.json'), '\uFEFF{}');
  expect(await readInput('a.json', testTerminal({ directory }))).toBe('{}');
});

test('- is standard input', async () => {
  expect(await readInput('-', testTerminal({ input: '{"a":"ü"}' }))).toBe('{"a":"ü"}');
});

test.each([
  ['missing.json', "file 'missing.json' does not exist"],
  ['.', "file '.' is a directory"],
  ['', "file '' does not exist"],
  ['a.json/b', "file 'a.json/b' names a file where a folder is expected"],
])('%s cannot be read, and the error says why', async (file, message) => {
  await expect(readInput(file, testTerminal({ directory }))).rejects.toMatchObject({
    code: 'cli.file_unreadable',
    message,
    fix: `name a file that can be read; relative names begin at ${directory}`,
  });
});

test('bytes that are not UTF-8 are refused, not replaced', async () => {
  const terminal = testTerminal({ input: Uint8Array.of(0x22, 0xff, 0x22) });
  await expect(readInput('-', terminal)).rejects.toMatchObject({
    code: 'cli.not_utf8',
    message: 'standard input is not UTF-8',
  });
});

test("a folder is resolved in the caller's directory", () => {
  expect(readableFolder('.', { directory })).toBe(directory);
});

test.each([
  ['missing', "folder 'missing' does not exist"],
  ['a.json', "folder 'a.json' names a file where a folder is expected"],
  ['', "folder '' does not exist"],
])('%j is no folder that can be read, and the error says why', (folder, message) => {
  expect(thrown(() => readableFolder(folder, { directory }))).toMatchObject({
    code: 'cli.file_unreadable',
    message,
    fix: `name a folder that can be read; relative names begin at ${directory}`,
  });
});
