import { runProcess } from '../../local/processes/processes';
import { runMain } from '../../support/report-errors';
import { EXIT_CODES, exitCodeOf } from './exit-codes';
import { HOLES } from './holes';
import { type ModelOptions, readArguments, USAGE } from './read-arguments';
import { type ReopenedHole, reopenHoles } from './reopen-holes';
import { search } from './search';

/** Distance between the seeds of two processes, so that they never run the same plans. */
async function searchInProcesses({ runs, seed, processes }: ModelOptions): Promise<number> {
  const share = Math.ceil(runs / processes);
  const results = Array.from({ length: processes }, (_, index) => child(share, seed + index * 1_000_003));
  return exitCodeOf(await Promise.all(results));
}

async function child(share: number, from: number): Promise<number | null> {
  const args = ['--runs', String(share), '--seed', String(from), '--processes', '1'];
  const { code } = await runProcess({
    command: process.execPath,
    args: [...process.execArgv, __filename, ...args],
    env: process.env,
    onLine: (line, stream) => (stream === 'stdout' ? console.log(line) : console.error(line)),
  });
  return code;
}

const VERDICTS: Readonly<Record<ReopenedHole['verdict'], string>> = {
  found: 'found',
  missed: 'MISSED',
  failed: 'FAILED, found nothing: the run without this fix did not come to its end',
};

async function reopenAll({ runs, seed, only }: ModelOptions): Promise<number> {
  let areFound = true;
  const holes = HOLES.filter(({ name }) => name.includes(only));
  await reopenHoles(holes, { runs, seed }, ({ name, verdict, output }) => {
    if (verdict !== 'found') areFound = false;
    console.log(`\n${VERDICTS[verdict]}: ${name}\n${verdict === 'missed' ? '' : output}`);
  });
  return areFound ? EXIT_CODES.clean : EXIT_CODES.failed;
}

async function run(options: ModelOptions): Promise<number> {
  if (options.holes) return reopenAll(options);
  if (options.processes > 1) return searchInProcesses(options);
  return (await search(options.runs, options.seed)) ? EXIT_CODES.clean : EXIT_CODES.found;
}

runMain(async () => {
  const options = readArguments(process.argv.slice(2));
  if (options === undefined) return console.log(USAGE);
  process.exitCode = await run(options);
});
