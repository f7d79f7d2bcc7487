import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface CpuQuota {
  /** The process has whole cores again. */
  release(): void;
}

/**
 * Holds a process to a share of one core, as Lambda's bandwidth control does (CFS, a period of 20 ms): what it may use in a
 * period is its share of the period, and once it has used that, it is stopped until the next one. While it waits for I/O it
 * uses nothing. A process of its own does it, so that the benchmark's work does not delay it. Resolves once it holds.
 *
 * @throws Error where there is no /proc with the CPU time of a thread
 */
export async function holdToShare(pid: number, share: number): Promise<CpuQuota> {
  if (!existsSync(`/proc/${pid}/schedstat`)) throw new Error('a share of a core needs Linux: /proc/<pid>/schedstat');
  const child = fork(join(__dirname, 'cpu-quota-keeper.js'), [String(pid), String(share)], { execArgv: [] });
  const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (first !== 'held') throw new Error(`the share of a core could not be held: exit code ${first}`);
  return { release: () => void (child.connected && child.disconnect()) };
}
