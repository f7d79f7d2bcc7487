import { linkSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { writeFile } from '../../support/files/write-file';

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

/** The process in a lock file. */
interface Holder {
  readonly pid: number;
  /** As `startOf` returns it. */
  readonly start?: string | undefined;
}

function readHolder(directory: string): Holder | undefined {
  try {
    const [pid, start] = readFileSync(lockFileOf(directory), 'utf8').trim().split(' ');
    return Number(pid) > 0 ? { pid: Number(pid), start } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Start time of a process, in clock ticks since boot: pids are reused, and on Linux only this tells two processes of one
 * pid apart. Undefined on other systems, where the pid alone counts.
 *
 * @see proc_pid_stat(5); the name of the program, in parentheses, may hold anything
 */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

const lives = ({ pid, start }: Holder): boolean =>
  isRunning(pid) && (start === undefined || (startOf(pid) ?? start) === start);

/** Pid of another running process that holds the lock of this directory. */
export function otherHolder(directory: string): number | undefined {
  const holder = readHolder(directory);
  return holder !== undefined && holder.pid !== process.pid && lives(holder) ? holder.pid : undefined;
}

export const lockFileOf = (directory: string): string => join(directory, FILE_NAME);

/** Lock files that this process holds. */
const held = new Set<string>();

/**
 * Locks a directory for this process, and returns the function that unlocks it. Re-entrant: a second lock of this process
 * returns a no-op. Replaces a stale lock of a dead process. Throws `local.directory.in_use` while another process holds it.
 */
export function lockDirectory(directory: string): () => void {
  const file = lockFileOf(directory);
  if (held.has(file)) return () => undefined;
  mkdirSync(directory, { recursive: true });
  if (otherHolder(directory) === undefined) rmSync(file, { force: true });
  if (!createFile(file)) {
    const fix = `stop that process, or delete ${file} if it is not Carillon's`;
    const holder = readHolder(directory)?.pid ?? 'another one';
    throw new CodedError('local.directory.in_use', `${directory} is in use by process ${holder}`, fix);
  }
  held.add(file);
  return () => {
    held.delete(file);
    if (readHolder(directory)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** Creates the file atomically with its text, by a hard link. False if it exists: in a race, one process wins. */
function createFile(file: string): boolean {
  const written = `${file}.${process.pid}`;
  writeFile(written, `${[process.pid, startOf(process.pid)].join(' ').trim()}\n`);
  try {
    linkSync(written, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(written, { force: true });
  }
}
