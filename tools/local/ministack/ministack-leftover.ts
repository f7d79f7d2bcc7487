import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, otherHolder } from '../processes/directory-lock';
import { signalGroup } from '../processes/process-group';
import { miniStackDirectories } from './ministack-environment';
import { isHealthy } from './ministack-health';
import { type Saved, savedBy } from './ministack-saved';

const STOP_TIMEOUT_MILLISECONDS = 10_000;
const POLL_MILLISECONDS = 50;

function readPidFile(file: string): { pid: number; port: number } | undefined {
  try {
    const [pid = 0, port = 0] = readFileSync(file, 'utf8').trim().split(' ').map(Number);
    return { pid, port };
  } catch {
    return undefined;
  }
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + STOP_TIMEOUT_MILLISECONDS;
  while (isRunning(pid) && Date.now() < deadline) await delay(POLL_MILLISECONDS);
  signalGroup(pid, 'SIGKILL');
}

/**
 * Ends a MiniStack that a killed run left behind in this directory, so that its port is free and its state is saved.
 * Its pid alone is no proof, because pids are reused: it must also answer on its port.
 *
 * @returns whether its state was saved
 */
export async function endLeftover(directory: string, log: (line: string) => void): Promise<Saved> {
  const { pid: file, log: logFile } = miniStackDirectories(directory);
  const leftover = readPidFile(file);
  if (leftover === undefined || otherHolder(directory) !== undefined) return 'untouched';
  if (isRunning(leftover.pid) && (await isHealthy(`http://127.0.0.1:${leftover.port}`))) {
    log(`Stopping the MiniStack that an earlier run left behind (process ${leftover.pid})`);
    await end(leftover.pid);
  }
  rmSync(file, { force: true });
  return savedBy(logFile);
}
