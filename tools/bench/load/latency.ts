import { chunksOf } from '../../../shared/domain/kit/chunks/chunks-of';
import { webhookPeer } from '../deliveries/rows';
import { notifications, ours } from '../deliveries/subjects';
import type { Benchmark, Result } from '../report/result';
import { quantile } from '../statistics/quartiles';
import { TENANTS } from '../world/tenants';
import { inWorld, type World } from '../world/world';
import { openLoop } from './open-loop';
import { inAlternation, type StartedSubject, withStarted, writeAll } from './started-subject';

const RUNS = 3;
const PER_SECOND = 50;
const SECONDS = 12;
const WARM_UP = 500;
const TITLE = `Handler latency at ${PER_SECOND} webhooks a second`;

const SUBJECTS = [ours('webhook', notifications('webhook', { tenant: TENANTS.http })), webhookPeer('http')];
const QUANTILES = [
  [0.5, 'latency', 'ms, median'],
  [0.99, 'latency-p99', 'ms, 99th percentile'],
] as const;

export const latency: Benchmark = {
  id: 'latency',
  method: `Each webhook is an invocation of its own, which is due at a fixed time, ${PER_SECOND} in a second for ${SECONDS} seconds after ${WARM_UP} to warm up; ${RUNS} runs. Latency counts from the time at which it was due, so that the wait behind a slow one counts too.`,
  measure: async function* () {
    const runs = await inWorld(measureAll);
    for (const [fraction, id, unit] of QUANTILES) yield resultOf(id, unit, (run) => quantile(run, fraction), runs);
  },
};

const resultOf = (id: string, unit: string, of: (run: number[]) => number, runs: number[][][]): Result => ({
  id,
  title: TITLE,
  unit,
  better: 'less',
  measured: SUBJECTS.map(({ name }, n) => ({ subject: name, samples: (runs[n] ?? []).map(of) })),
});

/** Latencies of each run, by subject. */
async function measureAll(world: World): Promise<number[][][]> {
  const files = await writeAll(SUBJECTS, 'latency', world);
  const before = await world.counts();
  const latencies = await inAlternation(SUBJECTS, RUNS, (subject, n) =>
    withStarted(subject, { file: files[n] ?? '', world }, measureOnce),
  );
  const [arrived, expected] = [
    (await world.counts()).accepted - before.accepted,
    SUBJECTS.length * RUNS * (WARM_UP + PER_SECOND * SECONDS),
  ];
  if (arrived !== expected) throw new Error(`${arrived} of ${expected} webhooks arrived`);
  return latencies;
}

async function measureOnce({ running, pass, next }: StartedSubject): Promise<number[]> {
  for (const batch of chunksOf(next(WARM_UP), 1)) await pass(batch);
  return openLoop(running, next(PER_SECOND * SECONDS), PER_SECOND);
}
