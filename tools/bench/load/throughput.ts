import { chunksOf } from '../../../shared/domain/kit/chunks/chunks-of';
import { sum } from '../deliveries/measure-row';
import { auditPeer, emailPeer, webhookPeer } from '../deliveries/rows';
import { notifications, ours, type Subject } from '../deliveries/subjects';
import type { Invocation } from '../function/function-process';
import { held } from '../function/held';
import type { Benchmark, Result } from '../report/result';
import { inWorld, type World } from '../world/world';
import { inAlternation, type StartedSubject, withStarted, writeAll } from './started-subject';

const RUNS = 3;
/** Of one run. */
const MAX_MS = 2_000;
export const AWS_LATENCY_MS = '5-15';

interface Load {
  readonly id: string;
  readonly title: string;
  readonly memoryMegabytes: number;
  readonly batchSize: number;
  readonly warmUp: number;
  readonly records: number;
  readonly subjects: readonly Subject[];
}

const MIXED = notifications('audit', (n) => ({ tenant: `tenant-${n % 1_000}` }));

const auditLoad = (id: string, tenants: string, subjects: readonly Subject[]): Load => ({
  id: `throughput-${id}`,
  title: `Throughput of one audit function of 256 MB, batches of 10, ${tenants}`,
  memoryMegabytes: 256,
  batchSize: 10,
  warmUp: 300,
  records: 600,
  subjects,
});

const LOADS: readonly Load[] = [
  auditLoad('audit', 'one tenant', [ours('audit'), auditPeer()]),
  auditLoad('audit-tenants', '1,000 tenants', [ours('audit', MIXED), { ...auditPeer(), record: MIXED }]),
  {
    id: 'throughput-webhook',
    title: 'Throughput of one webhook function of 512 MB, batches of 50',
    memoryMegabytes: 512,
    batchSize: 50,
    warmUp: 300,
    records: 600,
    subjects: [ours('webhook'), webhookPeer('http')],
  },
  {
    id: 'throughput-email',
    title: 'Throughput of one email function of 512 MB, batches of 10',
    memoryMegabytes: 512,
    batchSize: 10,
    warmUp: 150,
    records: 200,
    subjects: [ours('email'), emailPeer()],
  },
];

export const throughput: readonly Benchmark[] = LOADS.map((load) => ({
  id: load.id,
  method: `One process, one invocation after the other, with the CPU time and the heap that Lambda gives at this memory, and ${AWS_LATENCY_MS.replace('-', ' to ')} ms for each answer of AWS. ${load.records} records, or as many as take ${MAX_MS / 1_000} seconds, after ${load.warmUp} to warm up at full speed; ${RUNS} runs.`,
  measure: async function* () {
    const perSecond = await inWorld((world) => measureAll(load, world), AWS_LATENCY_MS);
    yield resultOf(load, perSecond);
  },
}));

const resultOf = ({ id, title, subjects }: Load, perSecond: readonly number[][]): Result => ({
  id,
  title,
  unit: 'records/s',
  better: 'more',
  measured: subjects.map(({ name }, n) => ({ subject: name, samples: perSecond[n] ?? [] })),
});

async function measureAll(load: Load, world: World): Promise<number[][]> {
  const { id, subjects, memoryMegabytes } = load;
  const files = await writeAll(subjects, id, world);
  return inAlternation(subjects, RUNS, (subject, n) =>
    withStarted(subject, { file: files[n] ?? '', world, memoryMegabytes }, (started) => measureOnce(load, started)),
  );
}

/** Records per second of the time in the handler; slow subjects have fewer records. */
async function measureOnce(
  { memoryMegabytes, batchSize, warmUp, records }: Load,
  { running, pass, next }: StartedSubject,
): Promise<number> {
  for (const batch of chunksOf(next(warmUp), batchSize)) await pass(batch);
  const invocations: Invocation[] = [];
  let count = 0;
  await held(running, memoryMegabytes, async () => {
    for (; count < records && sum(invocations, 'wallMs') < MAX_MS; count += batchSize)
      invocations.push(...(await pass(next(batchSize))));
  });
  return count / (sum(invocations, 'wallMs') / 1_000);
}
