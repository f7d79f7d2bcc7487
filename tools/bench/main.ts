import { writeFile } from '../support/files/write-file';
import { runMain } from '../support/report-errors';
import { benchmarksOf } from './benchmarks';
import { type BenchOptions, readArguments, USAGE } from './read-arguments';
import { commitOf, machine } from './report/machine';
import type { Benchmark } from './report/result';
import type { Section } from './report/run';
import { jsonOf, writeReport } from './report/write-report';
import { runBenchmarks } from './run-benchmarks';
import { selected } from './select';

/** Lambda's runtime of the functions: `nodejs22.x`. */
const LAMBDA_MAJOR = 22;

runMain(async () => {
  const options = readArguments(process.argv.slice(2));
  if (options === undefined) return console.log(USAGE);
  const benchmarks = benchmarksOf(options);
  if (options.isListed) return printIds(benchmarks);
  warnOfNode();
  await measure(selected(benchmarks, options.only), options);
});

function printIds(benchmarks: readonly Benchmark[]): void {
  for (const { id, isOptional } of benchmarks) console.log(isOptional ? `${id} (optional)` : id);
}

function warnOfNode(): void {
  const major = Number.parseInt(process.versions.node, 10);
  if (major === LAMBDA_MAJOR) return;
  console.error(
    `Node is ${process.version}, Lambda has ${LAMBDA_MAJOR}: figures differ. npm run bench uses the project's own.`,
  );
}

async function measure(
  benchmarks: readonly Benchmark[],
  { json, isWritten }: Pick<BenchOptions, 'json' | 'isWritten'>,
): Promise<void> {
  const startedAt = new Date().toISOString();
  // Results in JSON on standard output must be alone there.
  const info = json === '-' ? console.error : console.log;
  const about = { machine: machine(), startedAt, commit: commitOf() };
  const keep = (sections: readonly Section[]) => {
    if (json !== undefined && json !== '-') writeFile(json, jsonOf({ ...about, sections }));
  };
  const { sections, failed } = await runBenchmarks(benchmarks, { info, error: console.error }, keep);
  const run = { ...about, sections };
  if (json === '-') process.stdout.write(jsonOf(run));
  if (isWritten && failed.length === 0) writeReport(run);
  if (failed.length === 0) return;
  console.error(`failed: ${failed.join(', ')}${isWritten ? '; docs/benchmarks.md is unchanged' : ''}`);
  process.exitCode = 1;
}
