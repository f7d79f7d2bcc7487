import childProcess from 'node:child_process';
import fs from 'node:fs';
import { onInterrupt, stopEverything } from './interrupts';
import { startProcess } from './processes';
import { inTemporaryFolder } from './temporary-folder';

const listeners = () => process.listenerCount('SIGTERM');

afterEach(() => {
  jest.restoreAllMocks();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
});

test('a temporary folder is made only after the signal handlers are installed', async () => {
  const made = jest.spyOn(fs, 'mkdtempSync').mockImplementation(() => `${listeners()} listeners`);
  await inTemporaryFolder('any-', async (folder) => expect(folder).toBe('1 listeners'));
  expect(made).toHaveBeenCalledTimes(1);
});

test('a process is started only after the signal handlers are installed', () => {
  const started = jest.spyOn(childProcess, 'spawn').mockImplementation(() => {
    throw new Error(`${listeners()} listeners`);
  });
  expect(() => startProcess({ command: 'any', env: {} })).toThrow('1 listeners');
  expect(started).toHaveBeenCalledTimes(1);
});

test('everything that is registered is stopped once, the latest first, even after a failure', async () => {
  const stopped: string[] = [];
  const told = jest.spyOn(console, 'error').mockImplementation((text) => void stopped.push(`told: ${text}`));
  onInterrupt(async () => stopped.push('first'));
  onInterrupt(async () => Promise.reject(new Error('cannot be stopped')));
  onInterrupt(async () => stopped.push('last'));
  await stopEverything();
  await stopEverything();
  expect(stopped).toEqual(['last', 'told: cannot be stopped', 'first']);
  expect(told).toHaveBeenCalledTimes(1);
});
