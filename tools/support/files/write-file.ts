import { appendFileSync, type WriteFileOptions, writeFileSync } from 'node:fs';

/**
 * Runs `write` and adds `path` to a file system error without one: the system call `write` has no path, so an error about a
 * full disk would not name the file.
 */
export function withPath<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    if (failure.syscall !== undefined) failure.path ??= path;
    throw failure;
  }
}

export const writeFile = (path: string, content: string | Uint8Array, options?: WriteFileOptions): void =>
  withPath(path, () => writeFileSync(path, content, options));

export const appendFile = (path: string, content: string): void => withPath(path, () => appendFileSync(path, content));
