import { existsSync } from 'node:fs';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { lockDirectory, lockFileOf, otherHolder } from './processes/directory-lock';

/**
 * Locks the folder of `npm start` until this process ends: a second start would overwrite the first one's stack.
 *
 * @returns whether a stale lock was there: its process was killed
 * @throws CodedError `local.already_running`
 */
export function lockLocalRun(directory: string): boolean {
  const holder = otherHolder(directory);
  if (holder !== undefined) throw alreadyRunning(holder, lockFileOf(directory));
  const isLeftover = existsSync(lockFileOf(directory));
  process.on('exit', lockDirectory(directory));
  return isLeftover;
}

const alreadyRunning = (pid: number, file: string): CodedError =>
  new CodedError(
    'local.already_running',
    `Carillon already runs here (pid ${pid}); nothing was changed`,
    `use it, or stop it with Ctrl-C or \`kill ${pid}\`; another clone runs beside it, on a port of its own; ` +
      `if process ${pid} is not Carillon's, delete ${file}`,
  );
