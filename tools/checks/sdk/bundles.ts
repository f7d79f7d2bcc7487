import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Consumer } from '../../build/build-producer.test-helper';
import { PROGRAM } from './publishing';

export interface Bundle {
  readonly name: string;
  readonly file: string;
}

/** The program with the SDK in one file, by each bundler in each format. */
export async function bundles(consumer: Consumer, tools: string): Promise<readonly Bundle[]> {
  const entry = join(consumer.folder, 'to-bundle.mjs');
  writeFileSync(entry, PROGRAM);
  const made: Bundle[] = [];
  for (const [format, extension] of [
    ['esm', 'mjs'],
    ['cjs', 'cjs'],
  ] as const) {
    const byEsbuild = join(consumer.folder, `esbuild.${extension}`);
    await build({ entryPoints: [entry], outfile: byEsbuild, bundle: true, platform: 'node', format });
    const byRollup = join(consumer.folder, `rollup.${extension}`);
    execFileSync(join(tools, 'node_modules', '.bin', 'rollup'), rollupArgs(entry, byRollup, format), {
      cwd: tools,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    made.push({ name: `esbuild as ${format}`, file: byEsbuild }, { name: `Rollup as ${format}`, file: byRollup });
  }
  return made;
}

const rollupArgs = (entry: string, file: string, format: string): readonly string[] => [
  entry,
  `--file=${file}`,
  `--format=${format}`,
  '--plugin=node-resolve={preferBuiltins:true}',
  '--plugin=commonjs',
  '--external=node:crypto',
];
