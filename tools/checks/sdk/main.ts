import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConsumer } from '../../build/build-producer.test-helper';
import { runMain } from '../../support/report-errors';
import { bundles } from './bundles';
import { startFakeApi } from './fake-api';
import { runtimes } from './runtimes';

/** Exact versions, installed apart from the project: some are of 100 MB, and only this check needs them. */
const TOOLS = [
  'publint@0.3.25',
  '@arethetypeswrong/cli@0.18.5',
  'rollup@4.68.8',
  '@rollup/plugin-node-resolve@16.0.3',
  '@rollup/plugin-commonjs@29.0.3',
  'node20@npm:node@20.19.0',
  'node22@npm:node@22.12.0',
  'node24@npm:node@24.4.0',
  'deno@2.9.6',
  'bun@1.4.5',
  'miniflare@4.20260730.0',
];
const ROOT = join(__dirname, '..', '..', '..');
const FOLDER = join(ROOT, '.carillon', 'sdk-tools');

/**
 * Checks the packed SDK where producers use it: the manifest and the declarations for every resolution, bundles of esbuild
 * and Rollup as ESM and as CommonJS, and a publish through the API on each runtime. Needs the npm registry.
 */
runMain(async () => {
  installTools();
  const [consumer, api] = [await createConsumer(), await startFakeApi()];
  const failures: string[] = [];
  const check = async (what: string, run: () => unknown) => {
    try {
      await run();
      console.log(`passed  ${what}`);
    } catch (error) {
      failures.push(what);
      console.log(`failed  ${what}: ${(error as Error).message}`);
    }
  };
  try {
    const built = join(consumer.folder, 'built');
    await check('publint: the manifest', () => tool('publint', ['--strict', built]));
    await check('attw: the declarations', () => tool('attw', ['--pack', built]));
    for (const { name, file } of await bundles(consumer, FOLDER))
      await check(name, () => api.expectPublish(process.execPath, [file]));
    for (const { name, command, args } of await runtimes(consumer, FOLDER))
      await check(name, () => api.expectPublish(command, args));
  } finally {
    await api.close();
    consumer.remove();
  }
  console.log(failures.length === 0 ? 'the SDK works everywhere' : `${failures.length} failed`);
  if (failures.length > 0) process.exitCode = 1;
});

function installTools(): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
  execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', ...TOOLS], {
    cwd: FOLDER,
    stdio: 'inherit',
  });
}

const tool = (name: string, args: readonly string[]) =>
  execFileSync(join(FOLDER, 'node_modules', '.bin', name), args, { stdio: ['ignore', 'pipe', 'inherit'] });
