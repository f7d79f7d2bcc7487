import childProcess from 'node:child_process';
import fs from 'node:fs';
import { startProcess } from './processes';
import { inTemporaryFolder } from './temporary-folder';

const listeners = () => process.listenerCount('SIGTERM');

afterEach(() => {
  jest.restoreAllMocks();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
});

test('a folder is made only when a signal can no longer leave it behind', async () => {
  const made = jest.spyOn(fs, 'mkdtempSync').mockImplementation(() => `${listeners()} listeners`);
  await inTemporaryFolder('any-', async (folder) => expect(folder).toBe('1 listeners'));
  expect(made).toHaveBeenCalledTimes(1);
});

test('a process is started only when a signal can no longer leave it behind', () => {
  const started = jest.spyOn(childProcess, 'spawn').mockImplementation(() => {
    throw new Error(`${listeners()} listeners`);
  });
  expect(() => startProcess({ command: 'any', env: {} })).toThrow('1 listeners');
  expect(started).toHaveBeenCalledTimes(1);
});
