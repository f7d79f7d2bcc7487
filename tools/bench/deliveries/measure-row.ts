import { chunksOf } from '../../../shared/domain/kit/chunks/chunks-of';
import type { Counts } from '../doubles/commands';
import { type Invocation, startFunction } from '../function/function-process';
import { inAlternation, writeAll } from '../load/started-subject';
import type { World } from '../world/world';
import { feed, feedWithSent } from './feed';
import type { Row } from './rows';
import { recordsOf, type Subject } from './subjects';

export interface Sample {
  /** CPU seconds for 1,000 deliveries, hot. */
  readonly cpuSeconds: number;
  /** Wall-clock milliseconds in the handler for one delivery, hot. */
  readonly wallMs: number;
  /** CPU time of the first 50 deliveries after the function was loaded. */
  readonly coldCpuMs: number;
  readonly peakMegabytes: number;
  /** Requests to AWS for a delivery, hot. */
  readonly calls: number;
}

const COLD_DELIVERIES = 50;

/** Samples by subject, in the row's order: each run starts every subject's process anew, one after the other. */
export async function measureRow(row: Row, world: World, runs: number): Promise<Sample[][]> {
  const files = await writeAll(row.subjects, row.id, world);
  return inAlternation(row.subjects, runs, (subject, n) => measureOnce(row, subject, files[n] ?? '', world));
}

async function measureOnce(row: Row, subject: Subject, file: string, world: World): Promise<Sample> {
  const running = await startFunction(file, subject.variables(world));
  try {
    const { batchSize, deliveries, effort } = row;
    const pass = deliveries > 1 ? feedWithSent(running, batchSize, world) : feed(running);
    const next = recordsOf(subject);
    const before = await world.counts();
    const cold = await pass(next(COLD_DELIVERIES / deliveries));
    for (const batch of chunksOf(next(effort.warmUp), batchSize)) await pass(batch);
    const between = await world.counts();
    const hot: Invocation[] = [];
    for (const batch of chunksOf(next(effort.measured), batchSize)) hot.push(...(await pass(batch)));
    const after = await world.counts();
    requireWork(row, subject, before, after);
    const count = effort.measured * deliveries;
    return {
      cpuSeconds: sum(hot, 'cpuMs') / count,
      wallMs: sum(hot, 'wallMs') / count,
      coldCpuMs: sum(cold, 'cpuMs'),
      peakMegabytes: hot.at(-1)?.peakMegabytes ?? Number.NaN,
      calls: (after.calls - between.calls) / count,
    };
  } finally {
    running.stop();
  }
}

/** A delivery that is refused, or is not recorded, is cheap. */
function requireWork(
  { deliveries, posts, effort }: Row,
  { name, writes }: Subject,
  before: Counts,
  after: Counts,
): void {
  const records = COLD_DELIVERIES / deliveries + effort.warmUp + effort.measured;
  const [accepted, written] = [after.accepted - before.accepted, after.writes - before.writes];
  if (accepted !== records * posts) throw new Error(`${name}: ${accepted} of ${records * posts} deliveries arrived`);
  const wanted = records * deliveries * writes;
  if (written < wanted) throw new Error(`${name}: ${written} of ${wanted} items are written`);
}

export const sum = (invocations: readonly Invocation[], key: 'cpuMs' | 'wallMs'): number =>
  invocations.reduce((total, invocation) => total + invocation[key], 0);
