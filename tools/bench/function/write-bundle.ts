import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunction } from '../../build/bundle';

/**
 * Writes the bundle of a function as it is deployed.
 *
 * @param entryPoint relative to the project
 * @returns path of the bundle's main file
 */
export async function writeBundle(entryPoint: string, directory: string): Promise<string> {
  const { code, lazy } = await bundleFunction(entryPoint);
  mkdirSync(directory, { recursive: true });
  for (const [name, contents] of Object.entries(lazy)) writeFileSync(join(directory, name), contents);
  const file = join(directory, 'index.js');
  writeFileSync(file, code);
  return file;
}
