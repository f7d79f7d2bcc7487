import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenForInterrupts, onInterrupt } from './interrupts';

/**
 * Calls `use` with a folder of the system's temporary files that is removed afterwards, also if this process is
 * interrupted (SIGINT, SIGTERM, SIGHUP). Processes that `use` starts with `startProcess` are stopped before.
 */
export async function inTemporaryFolder<T>(prefix: string, use: (folder: string) => Promise<T>): Promise<T> {
  listenForInterrupts();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const remove = async () => rmSync(folder, { recursive: true, force: true });
  const forget = onInterrupt(remove);
  try {
    return await use(folder);
  } finally {
    forget();
    await remove();
  }
}
