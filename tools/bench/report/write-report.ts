import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFile } from '../../support/files/write-file';
import { barPlot } from './bar-plot';
import { page, plotName, tablesOf } from './page';
import type { Run } from './run';

const DOCS = join(__dirname, '..', '..', '..', 'docs');

/** Raw samples and the machine, with one line a subject, so that a diff shows which has changed. */
export const jsonOf = (run: Run): string =>
  `${JSON.stringify(run, null, 2).replace(/"samples": \[\s*([^\]]*?)\s*\]/g, (_, samples: string) => `"samples": [${samples.replace(/\s+/g, ' ')}]`)}\n`;

/** Writes the page, a plot for each table, and the samples; plots that no table has any more are removed. */
export function writeReport(run: Run, docs = DOCS): void {
  const folder = join(docs, 'benchmarks');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith('.svg')) rmSync(join(folder, name));
  const tables = run.sections.flatMap(({ results }) => tablesOf(results));
  for (const [first] of tables)
    if (first !== undefined && first.measured.length > 1) writeFile(join(folder, plotName(first.id)), barPlot(first));
  writeFile(join(folder, 'samples.json'), jsonOf(run));
  writeFile(join(docs, 'benchmarks.md'), page(run));
}
