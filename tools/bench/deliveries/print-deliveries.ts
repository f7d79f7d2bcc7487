import { inTemporaryFolder } from '../../local/processes/temporary-folder';
import { median, quartiles, ratio } from '../statistics/quartiles';
import { type Effort, measureRow, type Sample } from './measure-row';
import { ROWS, type Row } from './subjects';
import { startWorld } from './world';

const EFFORT: Effort = { runs: 5, warmUpRecords: 500, records: 1_000 };

/**
 * Prints the CPU time of deliveries, cold and hot, beside that of peers. Subjects of a row run in alternation, each run in a
 * process of its own, with AWS and receivers as doubles on loopback.
 *
 * @param only prefix of the ids of rows. @default all
 */
export const printDeliveries = (only = ''): Promise<void> =>
  inTemporaryFolder('carillon-bench-', async (directory) => {
    const world = await startWorld(directory);
    try {
      for (const row of ROWS.filter(({ id }) => id.startsWith(only)))
        printRow(row, await measureRow(row, world, directory, EFFORT));
    } finally {
      world.stop();
    }
  });

function printRow({ title, subjects }: Row, samples: readonly (readonly Sample[])[]): void {
  console.log(`\n${title}`);
  for (const [n, own] of samples.entries()) console.log(`  ${lineOf(subjects[n]?.name ?? '', own)}`);
  const [ours = [], peer] = samples.map((own) => own.map(({ cpuSeconds }) => cpuSeconds));
  if (peer !== undefined) console.log(`  ${ratioText(ratio(ours, peer))}`);
}

const ratioText = (ratio: number | undefined): string =>
  ratio === undefined ? 'no ratio: the quartiles overlap' : `${ratio.toFixed(2)} × the peer's CPU time`;

function lineOf(name: string, samples: readonly Sample[]): string {
  const cpuSeconds = quartiles(samples.map((sample) => sample.cpuSeconds));
  const medianOf = (key: keyof Sample) => median(samples.map((sample) => sample[key]));
  const cpu = `${cpuSeconds.median.toFixed(3)} [${cpuSeconds.q1.toFixed(3)}–${cpuSeconds.q3.toFixed(3)}] CPU-s for 1,000`;
  const cold = `first 50 cold ${medianOf('coldCpuMs').toFixed(0)} ms`;
  return `${name.padEnd(56)} ${cpu}, ${cold}, ${medianOf('wallMs').toFixed(2)} ms a record, ${medianOf('peakMegabytes').toFixed(0)} MB`;
}
