import { CodedError } from '../../shared/domain/coded-error';
import { lockDirectory, lockFileOf, otherHolder } from './processes/directory-lock';

/**
 * Keeps the folder of `npm start` for this process until it ends: a second start would write the first one's stack anew.
 *
 * @throws CodedError `local.already_running`
 */
export function lockLocalRun(directory: string): void {
  const holder = otherHolder(directory);
  if (holder !== undefined) throw alreadyRunning(holder, lockFileOf(directory));
  process.on('exit', lockDirectory(directory));
}

const alreadyRunning = (pid: number, file: string): CodedError =>
  new CodedError(
    'local.already_running',
    `Carillon already runs here (pid ${pid}); nothing was changed`,
    `use it, or stop it with Ctrl-C or \`kill ${pid}\`; another clone runs beside it, on a port of its own; ` +
      `when process ${pid} is none of Carillon's, delete ${file}`,
  );
