import { spawn } from 'node:child_process';
import { runMain } from '../report-errors';
import { type ModelOptions, readArguments, USAGE } from './read-arguments';
import { reopenHoles } from './reopen-holes';
import { search } from './search';

/** The seeds after the first are further on, so that no two processes look at the same plans. */
async function searchInProcesses({ runs, seed, processes }: ModelOptions): Promise<boolean> {
  const share = Math.ceil(runs / processes);
  const results = Array.from({ length: processes }, (_, index) => child(share, seed + index * 1_000_003));
  return (await Promise.all(results)).every(Boolean);
}

function child(share: number, from: number): Promise<boolean> {
  const args = ['--runs', String(share), '--seed', String(from), '--processes', '1'];
  const run = spawn(process.execPath, [...process.execArgv, __filename, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    run.on('error', reject);
    run.on('close', (code) => resolve(code === 0));
  });
}

async function isClean(options: ModelOptions): Promise<boolean> {
  const { runs, seed, processes, holes, only } = options;
  if (holes) return (await reopenHoles(runs, seed, only)).length === 0;
  return processes > 1 ? searchInProcesses(options) : search(runs, seed);
}

runMain(async () => {
  const options = readArguments(process.argv.slice(2));
  if (options === undefined) return console.log(USAGE);
  process.exitCode = (await isClean(options)) ? 0 : 1;
});
