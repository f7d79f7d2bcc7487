import { appendFileSync, type WriteFileOptions, writeFileSync } from 'node:fs';

/**
 * Runs what writes to `path`, and names it in an error that does not: `write` knows no path, so that a full disk would be
 * reported without the place.
 */
export function naming<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    if (failure.syscall !== undefined) failure.path ??= path;
    throw failure;
  }
}

export const writeFile = (path: string, content: string | Uint8Array, options?: WriteFileOptions): void =>
  naming(path, () => writeFileSync(path, content, options));

export const appendFile = (path: string, content: string): void => naming(path, () => appendFileSync(path, content));
