import type { Benchmark, Result } from '../report/result';
import { exceeded, figuresOf, type RowFigures } from './judge-calls';
import { measureCalls } from './measure-calls';

const TITLE = 'Calls to AWS for a delivery, counted on the applied stack';

const COLUMNS: readonly (readonly [keyof RowFigures, string])[] = [
  ['writes', 'writes'],
  ['reads', 'reads'],
  ['sqs', 'SQS requests'],
  ['kms', 'KMS calls'],
  ['ses', 'SES calls'],
];

export const calls: Benchmark = {
  id: 'calls',
  method:
    'Applies the stack to the emulator with Terraform, and counts the calls of the bundled functions through a proxy, those of the event source mapping included. Fails if a limit is exceeded.',
  isOptional: true,
  measure: async function* () {
    const figures = await measureCalls(() => {});
    const rows = figures.rows.map((row) => ({ subject: row.what, figures: figuresOf(row) }));
    for (const [key, unit] of COLUMNS) {
      const measured = rows.map((row) => ({ subject: row.subject, samples: [row.figures[key]] }));
      yield seriesOf(`calls-${key}`, TITLE, unit, measured);
    }
    const peak = [{ subject: `webhook, ${figures.inFlight} in flight`, samples: [figures.peakMegabytes] }];
    yield seriesOf('calls-memory', 'Memory of many deliveries at once', 'MB at most', peak);
    const faults = exceeded(figures);
    if (faults.length > 0) throw new Error(faults.join('; '));
  },
};

const seriesOf = (id: string, title: string, unit: string, measured: Result['measured']): Result => ({
  id,
  title,
  unit,
  better: 'less',
  measured,
  isSeries: true,
});
