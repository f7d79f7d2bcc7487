import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { writeFile } from '../../support/files/write-file';
import { parsePort } from '../processes/port-choice';

const PORT_FILE = 'port';

/** Folder of MiniStack's persisted state, below the directory it was started with. */
export function stateDirectory(directory: string): string {
  return join(directory, 'state');
}

/** The port that the state in this directory belongs to, when there is one. */
export function savedPort(directory: string): number | undefined {
  try {
    return parsePort(readFileSync(join(stateDirectory(directory), PORT_FILE), 'utf8').trim());
  } catch {
    return undefined;
  }
}

/**
 * Binds the state to its port: MiniStack stores queues by URL, port included, and under another port its event source
 * mappings find no queue, silently. Throws `local.state.other_port`.
 */
export function claimState(directory: string, port: number): void {
  const saved = savedPort(directory);
  if (saved !== undefined && saved !== port) {
    const message = `the saved state in ${stateDirectory(directory)} belongs to port ${saved}, not ${port}`;
    throw new CodedError(
      'local.state.other_port',
      message,
      `start on port ${saved}, or begin anew without the saved state`,
    );
  }
  mkdirSync(stateDirectory(directory), { recursive: true });
  writeFile(join(stateDirectory(directory), PORT_FILE), `${port}\n`);
}
