import { chunksOf } from '../../../shared/domain/kit/chunks/chunks-of';
import { sum } from '../deliveries/measure-row';
import { recordsOf, type Subject } from '../deliveries/subjects';
import type { Invocation } from '../function/function-process';
import { type StartedSubject, withStarted } from '../load/started-subject';
import { type Columns, resultsOf } from '../report/columns';
import type { Result } from '../report/result';
import type { World } from '../world/world';

const RUNS = 3;
export const RECORDS = 300;
const WARM_UP = 300;
const FIRST = 10;
/** Of the hot records of one run: where each loads a hundred thousand endpoints, there are fewer. */
const MAX_MS = 2_000;

/** One size of what grows. */
export interface Size {
  /** Such as `10,000 endpoints`. */
  readonly subject: string;
  /** The function's records before and after the size is met: the first warm it up, and have the smallest size. */
  readonly smallest: Subject;
  readonly grown: Subject;
}

interface Sample {
  readonly cpuSeconds: number;
  readonly readUnits: number;
  readonly firstCpuMs: number;
  readonly firstReadUnits: number;
}

const COLUMNS: Columns<Sample> = [
  ['cpuSeconds', '', 'CPU-s for 1,000, hot'],
  ['readUnits', '-reads', 'read units for 1,000, hot'],
  ['firstCpuMs', '-first', `CPU ms of the first ${FIRST}`],
  ['firstReadUnits', '-first-reads', `read units of the first ${FIRST}`],
];

/** Figures of each size, each run in alternation and each in a process of its own. */
export async function grow(id: string, title: string, sizes: readonly Size[], world: World): Promise<Result[]> {
  const samples: Sample[][] = sizes.map(() => []);
  const file = (await sizes[0]?.smallest.write(`${world.folder}/${id}`)) ?? '';
  for (let run = 0; run < RUNS; run++) {
    for (const [n, size] of sizes.entries()) {
      const measure = (started: StartedSubject) => measureOnce(size, started, world);
      samples[n]?.push(await withStarted(size.smallest, { file, world }, measure));
    }
  }
  const measured = sizes.map(({ subject }, n) => ({ subject, samples: samples[n] ?? [] }));
  return resultsOf({ id, title, isSeries: true }, COLUMNS, measured);
}

async function measureOnce({ grown }: Size, { pass, next }: StartedSubject, world: World): Promise<Sample> {
  for (const batch of chunksOf(next(WARM_UP), FIRST)) await pass(batch);
  const nextGrown = recordsOf(grown);
  const start = await world.counts();
  const first = await pass(nextGrown(FIRST));
  const between = await world.counts();
  const hot: Invocation[] = [];
  let count = 0;
  for (; count < RECORDS && sum(hot, 'wallMs') < MAX_MS; count += FIRST) hot.push(...(await pass(nextGrown(FIRST))));
  const end = await world.counts();
  if (end.writes - start.writes < (FIRST + count) * grown.writes) throw new Error('not all deliveries are recorded');
  return {
    cpuSeconds: sum(hot, 'cpuMs') / count,
    readUnits: ((end.readUnits - between.readUnits) / count) * 1_000,
    firstCpuMs: sum(first, 'cpuMs'),
    firstReadUnits: between.readUnits - start.readUnits,
  };
}
