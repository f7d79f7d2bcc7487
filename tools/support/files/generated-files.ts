import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFile } from './write-file';

/** Names of generated files that are missing in `folder` or differ. */
export function outdatedIn(folder: string, files: Readonly<Record<string, string>>): string[] {
  const isCurrent = (name: string, text: string) =>
    existsSync(join(folder, name)) && readFileSync(join(folder, name), 'utf8') === text;
  return Object.entries(files).flatMap(([name, text]) => (isCurrent(name, text) ? [] : [name]));
}

/** Writes generated files into `folder`, and prints their names. */
export function writeGenerated(folder: string, files: Readonly<Record<string, string>>, prefix = ''): void {
  for (const [name, text] of Object.entries(files)) {
    writeFile(join(folder, name), text);
    console.log(`wrote ${prefix}${name}`);
  }
}
