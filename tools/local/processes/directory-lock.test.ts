import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

test('unlocking a directory removes the lock file', () => {
  lockDirectory(directory)();
  expect(readdirSync(directory)).toEqual([]);
});

test('a directory that another process has locked is refused', () => {
  hold(ANOTHER_PROCESS);
  expect(() => lockDirectory(directory)).toThrow(`${directory} is in use by process ${ANOTHER_PROCESS}`);
});

test('a lock is re-entrant within a process, and released by its first holder', () => {
  const first = lockDirectory(directory);
  lockDirectory(directory)();
  expect(readdirSync(directory)).toHaveLength(1);
  first();
  expect(readdirSync(directory)).toEqual([]);
});

const testOnLinux = existsSync('/proc/self/stat') ? test : test.skip;

testOnLinux('a directory is taken whose process has ended and whose id another one has by now', () => {
  hold(`${ANOTHER_PROCESS} 1`);
  expect(otherHolder(directory)).toBeUndefined();
  lockDirectory(directory)();
});

testOnLinux('a directory is refused whose process has run since it took it', async () => {
  const script = `require('./directory-lock').lockDirectory(${JSON.stringify(directory)}); console.log('locked'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', require.resolve('tsx'), '-e', script], { cwd: __dirname });
  await once(child.stdout, 'data');
  expect(otherHolder(directory)).toBe(child.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(otherHolder(directory)).toBeUndefined();
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
