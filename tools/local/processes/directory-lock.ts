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

/** A process that had a directory, as its file there says. */
interface Holder {
  readonly pid: number;
  /** As `startOf` tells it. */
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
 * When a process started, in ticks since the machine did: ids are used again, and nothing else on Linux tells two processes
 * of one id apart. Undefined on other systems, where the id alone counts.
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

/** The process that has this directory, when it is another one and runs. */
export function otherHolder(directory: string): number | undefined {
  const holder = readHolder(directory);
  return holder !== undefined && holder.pid !== process.pid && lives(holder) ? holder.pid : undefined;
}

export const lockFileOf = (directory: string): string => join(directory, FILE_NAME);

/** Directories that this process has. */
const held = new Set<string>();

/**
 * Keeps a directory for this process, and returns what gives it back; where this process has it already, whoever took it
 * first gives it back. Throws `local.directory.in_use` while another process has it; what a process left behind that runs
 * no more does not count.
 */
export function lockDirectory(directory: string): () => void {
  const file = lockFileOf(directory);
  if (held.has(file)) return () => undefined;
  mkdirSync(directory, { recursive: true });
  if (otherHolder(directory) === undefined) rmSync(file, { force: true });
  if (!createFile(file)) {
    const fix = `stop that process, or delete ${file} when it is none of Carillon's`;
    const holder = readHolder(directory)?.pid ?? 'another one';
    throw new CodedError('local.directory.in_use', `${directory} is in use by process ${holder}`, fix);
  }
  held.add(file);
  return () => {
    held.delete(file);
    if (readHolder(directory)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** False where it is there already: of two processes at once, one makes it, and nobody sees it without its text. */
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
