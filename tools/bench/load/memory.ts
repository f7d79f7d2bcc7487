import { channels } from '../../../handlers';
import { chunksOf } from '../../../shared/domain/kit/chunks/chunks-of';
import { sum } from '../deliveries/measure-row';
import { ours } from '../deliveries/subjects';
import type { Invocation } from '../function/function-process';
import { held } from '../function/held';
import { type Columns, resultsOf } from '../report/columns';
import type { Benchmark } from '../report/result';
import { inWorld, type World } from '../world/world';
import { type StartedSubject, withStarted } from './started-subject';
import { AWS_LATENCY_MS } from './throughput';

const RUNS = 3;
const WARM_UP = 200;

interface Sample {
  readonly coldMs: number;
  readonly hotMs: number;
  /** Gigabyte-seconds for 1,000 deliveries: what Lambda charges for, requests aside. */
  readonly gigabyteSeconds: number;
}

const COLUMNS: Columns<Sample> = [
  ['hotMs', '', 'ms a delivery, hot'],
  ['coldMs', '-cold', 'ms of the first batch after a cold start'],
  ['gigabyteSeconds', '-cost', 'GB-s for 1,000 deliveries, hot'],
];

/** Which memory a channel's function should have. */
export const memory = (sizes: readonly number[]): readonly Benchmark[] =>
  ['webhook', 'email', 'audit'].map((channel) => ({
    id: `memory-${channel}`,
    method: `One process with the CPU time and the heap that Lambda gives at each size, in batches of ${batchSizeOf(channel)} as deployed, and ${AWS_LATENCY_MS.replace('-', ' to ')} ms for each answer of AWS; the init phase runs at full speed, as on Lambda. ${RUNS} runs, in alternation.`,
    measure: async function* () {
      const samples = await inWorld((world) => measureSizes(channel, sizes, world), AWS_LATENCY_MS);
      const table = { id: `memory-${channel}`, title: `Memory of the ${channel} function`, isSeries: true };
      yield* resultsOf(
        table,
        COLUMNS,
        [...samples].map(([size, own]) => ({ subject: sizeOf(channel, size), samples: own })),
      );
    },
  }));

const sizeOf = (channel: string, size: number): string =>
  size === deployed(channel)?.function.memoryMegabytes ? `${size} MB, as deployed` : `${size} MB`;

const deployed = (channel: string) => channels.find(({ name }) => name === channel);
const batchSizeOf = (channel: string): number => deployed(channel)?.queue.batchSize ?? 10;

async function measureSizes(channel: string, sizes: readonly number[], world: World): Promise<Map<number, Sample[]>> {
  const subject = ours(channel);
  const file = await subject.write(`${world.folder}/memory-${channel}`);
  const samples = new Map<number, Sample[]>(sizes.map((size) => [size, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const [memoryMegabytes, own] of samples) {
      const measure = (started: StartedSubject) => measureOnce(started, memoryMegabytes, batchSizeOf(channel));
      own.push(await withStarted(subject, { file, world, memoryMegabytes }, measure));
    }
  }
  return samples;
}

/** Warmed up at full speed, which the smallest sizes would take half a minute for. */
async function measureOnce(
  { running, pass, next }: StartedSubject,
  memory: number,
  batchSize: number,
): Promise<Sample> {
  const cold = await held(running, memory, () => pass(next(batchSize)));
  for (const batch of chunksOf(next(WARM_UP), batchSize)) await pass(batch);
  const hot: Invocation[] = [];
  const records = Math.max(2 * batchSize, 50);
  await held(running, memory, async () => {
    for (const batch of chunksOf(next(records), batchSize)) hot.push(...(await pass(batch)));
  });
  const hotMs = sum(hot, 'wallMs') / records;
  return { coldMs: sum(cold, 'wallMs'), hotMs, gigabyteSeconds: (hotMs * memory) / 1_024 };
}
