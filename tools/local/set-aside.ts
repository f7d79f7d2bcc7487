import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Moves the existing ones of these files into a new folder of the directory, in place of deleting them.
 *
 * @returns the folder; undefined if no file exists
 */
export function setAside(paths: readonly string[], directory: string, now = new Date()): string | undefined {
  const there = paths.filter((path) => existsSync(path));
  if (there.length === 0) return undefined;
  const place = join(directory, `set-aside-${now.toISOString().replace(/[:.]/g, '-')}`);
  mkdirSync(place, { recursive: true });
  for (const path of there) renameSync(path, join(place, basename(path)));
  return place;
}
