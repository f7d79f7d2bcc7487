import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { inTemporaryFolder } from '../../local/processes/temporary-folder';
import { writeBundle } from '../function/write-bundle';
import type { Measured } from '../report/result';

/** A program that measures one way to do the work, and prints its rate. */
export interface PartSubject {
  readonly name: string;
  /** File in `subjects`, without extension; bundled as a function is. */
  readonly file: string;
}

const RUNS = 5;

/** Runs every subject in turn, several times, each time in a process of its own: drift of the machine affects all alike. */
export const measureParts = (
  subjects: readonly PartSubject[],
  env: Readonly<Record<string, string>> = {},
): Promise<Measured[]> =>
  inTemporaryFolder('carillon-parts-', async (directory) => {
    const files = await Promise.all(
      subjects.map(({ file }) => writeBundle(`tools/bench/parts/subjects/${file}.ts`, join(directory, file))),
    );
    const samples: number[][] = subjects.map(() => []);
    for (let n = 0; n < RUNS; n++) for (const [index, file] of files.entries()) samples[index]?.push(rateOf(file, env));
    return subjects.map(({ name }, index) => ({ subject: name, samples: samples[index] ?? [] }));
  });

function rateOf(file: string, env: Readonly<Record<string, string>>): number {
  const options = { env: { PATH: process.env.PATH ?? '', ...env }, encoding: 'utf8' } as const;
  const printed = execFileSync(process.execPath, [file], { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const rate = Number(printed);
  if (!(rate > 0)) throw new Error(`${file} printed ${JSON.stringify(printed)}, expected a rate`);
  return rate;
}
