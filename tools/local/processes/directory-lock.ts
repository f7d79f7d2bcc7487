import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../../../shared/domain/coded-error';

const FILE_NAME = 'in-use-by.pid';

/** Whether a process with this id runs; one of another user counts. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The process id in a file, or nothing when there is no such file. */
export function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch {
    return undefined;
  }
}

/** The process that has this directory, when it is another one and runs. */
export function otherHolder(directory: string): number | undefined {
  const holder = readPid(join(directory, FILE_NAME));
  return holder !== undefined && holder !== process.pid && isRunning(holder) ? holder : undefined;
}

/**
 * Keeps a directory for this process, and returns what gives it back. Throws `local.directory.in_use` while another
 * process has it; what a process left behind that runs no more does not count.
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, FILE_NAME);
  const holder = otherHolder(directory);
  if (holder !== undefined) {
    const fix = `stop that process, or delete ${file} when it is none of Carillon's`;
    throw new CodedError('local.directory.in_use', `${directory} is in use by process ${holder}`, fix);
  }
  writeFileSync(file, `${process.pid}\n`);
  return () => rmSync(file, { force: true });
}
