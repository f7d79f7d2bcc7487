import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { preProcessFile } from 'typescript';

/** Paths from the root with forward slashes, and the text of each file. */
export type Sources = ReadonlyMap<string, string>;

/** What each file imports: paths of files of the project, and names of modules such as `node:crypto` as they are written. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The TypeScript files of these folders and files of a project. */
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

/** Every kind of import counts: static, dynamic, `require`, re-export, and of types alone. */
export function importGraph(sources: Sources): ImportGraph {
  return new Map([...sources].map(([path, text]) => [path, importsOf(path, text, sources)]));
}

function importsOf(path: string, text: string, sources: Sources): string[] {
  const { importedFiles } = preProcessFile(text, true, true);
  return [...new Set(importedFiles.map(({ fileName }) => resolve(path, fileName, sources)))];
}

function resolve(from: string, name: string, sources: Sources): string {
  if (!name.startsWith('.')) return name;
  const path = posix.join(posix.dirname(from), name);
  const candidates = [path, `${path}.ts`, posix.join(path, 'index.ts')];
  return candidates.find((candidate) => sources.has(candidate)) ?? path;
}

/** Everything that a file reaches, each with the shortest chain of imports to it, the file itself first. */
export function chainsFrom(graph: ImportGraph, start: string): ReadonlyMap<string, readonly string[]> {
  const chains = new Map<string, readonly string[]>([[start, [start]]]);
  for (const [name, chain] of chains) {
    for (const next of graph.get(name) ?? []) {
      if (!chains.has(next)) chains.set(next, [...chain, next]);
    }
  }
  return chains;
}
