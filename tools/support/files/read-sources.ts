import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Text of each file by its path from the root, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

/** All TypeScript files among these files and below these folders of a project. */
export function readSources(root: string, names: readonly string[]): Sources {
  const entries = readdirSync(root, { withFileTypes: true }).filter(({ name }) => names.includes(name));
  const paths = entries.flatMap((entry) => typescriptFiles(root, '', entry));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

function typescriptFiles(root: string, folder: string, entry: Dirent): string[] {
  const path = posix.join(folder, entry.name);
  if (!entry.isDirectory()) return path.endsWith('.ts') ? [path] : [];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((child) => typescriptFiles(root, path, child));
}
