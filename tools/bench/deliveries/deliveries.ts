import { type Columns, resultsOf } from '../report/columns';
import type { Benchmark } from '../report/result';
import { inWorld } from '../world/world';
import { measureRow, type Sample } from './measure-row';
import { ROWS, type Row } from './rows';

const RUNS = 5;

const COLUMNS: Columns<Sample> = [
  ['cpuSeconds', '', 'CPU-s for 1,000 deliveries'],
  ['wallMs', '-wall', 'ms in the handler for a delivery'],
  ['coldCpuMs', '-cold', 'CPU ms of the first 50 after a cold start'],
  ['peakMegabytes', '-memory', 'MB at most'],
  ['calls', '-calls', 'requests to AWS for a delivery'],
];

/** One benchmark for each row, so that `--only` can select it. */
export const deliveries: readonly Benchmark[] = ROWS.map((row) => ({
  id: row.id,
  method: methodOf(row),
  measure: async function* () {
    const samples = await inWorld((world) => measureRow(row, world, RUNS));
    const measured = row.subjects.map(({ name }, n) => ({ subject: name, samples: samples[n] ?? [] }));
    yield* resultsOf(row, COLUMNS, measured);
  },
}));

function methodOf({ batchSize, deliveries, effort: { warmUp, measured } }: Row): string {
  const fansOut =
    deliveries > 1
      ? ` Each notification fans out to ${deliveries} endpoints: the messages that the function sends to its own queue come back to it in batches of ${batchSize}, and their CPU time counts.`
      : '';
  return `${measured.toLocaleString('en')} notifications in invocations of ${batchSize}, after a cold batch and ${warmUp} to warm up; ${RUNS} runs.${fansOut}`;
}
