import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileFailure } from './file-failure';
import { appendFile, writeFile } from './write-file';

const folder = mkdtempSync(join(tmpdir(), 'carillon-files-'));
const file = join(folder, 'file');
const below = join(file, 'below');
writeFileSync(file, '');
afterAll(() => rmSync(folder, { recursive: true }));

function failureOf(write: () => unknown) {
  try {
    write();
  } catch (error) {
    return fileFailure(error);
  }
  throw new Error('it was written');
}

const fake = (code: string, syscall: string, path?: string) =>
  fileFailure(Object.assign(new Error(code), { code, syscall, ...(path !== undefined && { path }) }));

test.each<[string, () => unknown, string]>([
  ['a file', () => writeFile(below, ''), 'ENOTDIR, open'],
  ['a log', () => appendFile(below, ''), 'ENOTDIR, open'],
  ['a folder', () => mkdirSync(below, { recursive: true }), 'ENOTDIR, mkdir'],
  ['a file that gets its name', () => renameSync(file, below), 'ENOTDIR, rename'],
])('%s below a file is named, with the reason and the fix', (_, write, call) => {
  expect(failureOf(write)).toMatchObject({
    code: 'local.file_unwritable',
    message: `${below} cannot be written: a part of the path is a file (${call})`,
    fix: 'free the disk, or let this user write there; or run a clone in a folder where that is so',
  });
});

const FULL_DISK = '/dev/full';
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux.each<[string, () => unknown]>([
  ['text', () => writeFile(FULL_DISK, 'text')],
  ['bytes', () => writeFile(FULL_DISK, Buffer.from('bytes'))],
  ['a line', () => appendFile(FULL_DISK, 'line\n')],
])('a disk that has no room for %s is named by the file that was written', (_, write) => {
  expect(failureOf(write)?.message).toBe('/dev/full cannot be written: the disk is full (ENOSPC, write)');
});

test('a folder in place of a file to remove is named', () => {
  expect(failureOf(() => rmSync(folder, { force: true }))?.message).toBe(
    `${folder} cannot be written: a folder has the name of a file (EISDIR, rm)`,
  );
});

test.each([
  ['EACCES', 'this user may not write there'],
  ['EROFS', 'the file system is read-only'],
  ['EDQUOT', 'the disk quota of this user is used up'],
])('%s is explained in words', (code, reason) => {
  expect(fake(code, 'open', '/srv/x')?.message).toBe(`/srv/x cannot be written: ${reason} (${code}, open)`);
});

test.each([
  ['a program that may not be run', 'EACCES', 'spawn /opt/terraform'],
  ['a port that may not be listened on', 'EACCES', 'listen'],
  ['a file that is missing', 'ENOENT', 'open'],
])('%s is another error', (_, code, syscall) => {
  expect(fake(code, syscall, '/srv/x')).toBeUndefined();
});

test.each([undefined, null, 'text', new Error('a bug')])('a value that is no file system error is ignored', (error) => {
  expect(fileFailure(error)).toBeUndefined();
});
