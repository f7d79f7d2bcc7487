import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenForInterrupts, onInterrupt } from './interrupts';

/**
 * Calls `use` with a folder of the system's temporary files that is gone afterwards, also where this process is
 * interrupted (SIGINT, SIGTERM, SIGHUP) meanwhile. What `use` starts by `startProcess` is stopped before.
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
