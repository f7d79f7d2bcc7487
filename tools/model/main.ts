import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { reopenHoles } from './reopen-holes';
import { search } from './search';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: String(availableParallelism()) },
    /** Takes the fixes back, one at a time: the model must find each. */
    holes: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const [runs, seed, processes] = [Number(values.runs), Number(values.seed), Number(values.processes)];

/** The seeds after the first are further on, so that no two processes look at the same plans. */
async function searchInProcesses(): Promise<boolean> {
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

async function main(): Promise<boolean> {
  if (values.holes) return (await reopenHoles(runs, seed, values.only)).length === 0;
  return processes > 1 ? searchInProcesses() : search(runs, seed);
}

main().then((isClean) => {
  process.exitCode = isClean ? 0 : 1;
});
