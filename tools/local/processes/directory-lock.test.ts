import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, lockDirectory, otherHolder } from './directory-lock';

const ANOTHER_PROCESS = process.ppid;
const NO_PROCESS = 2 ** 22 + 1;

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const hold = (holder: number | string) => writeFileSync(join(directory, 'in-use-by.pid'), `${holder}\n`);

test('a directory is given back without a trace', () => {
  lockDirectory(directory)();
  expect(readdirSync(directory)).toEqual([]);
});

test('a directory that another process has is refused', () => {
  hold(ANOTHER_PROCESS);
  expect(() => lockDirectory(directory)).toThrow(`${directory} is in use by process ${ANOTHER_PROCESS}`);
});

test.each([NO_PROCESS, 'nonsense', ''])('a directory that %j has is taken', (holder) => {
  hold(holder);
  expect(otherHolder(directory)).toBeUndefined();
  expect(() => lockDirectory(directory)).not.toThrow();
});

test.each([
  [process.pid, true],
  [ANOTHER_PROCESS, true],
  [NO_PROCESS, false],
])('process %d runs: %s', (pid, runs) => {
  expect(isRunning(pid)).toBe(runs);
});
