import { join } from 'node:path';
import manifest from '../../../handlers/functions/sweeper/function';
import { entryOf } from '../../build/bundle';
import { startFunction, WHOLE_CORE_MEGABYTES } from '../function/function-process';
import { held } from '../function/held';
import { writeBundle } from '../function/write-bundle';
import { type Columns, resultsOf, type SampledSubject } from '../report/columns';
import type { Benchmark } from '../report/result';
import { inWorld, type World } from '../world/world';
import { parkedItems } from './parked-items';

const DUE = [1_000, 100_000];
/** All in one invocation: the deployed one ends after 55 seconds, and the next one continues. */
const TIMEOUT_MS = 15 * 60_000;
const { memoryMegabytes } = manifest.function;
const TITLE = `Sweeper, whose ${memoryMegabytes} MB are ${Math.round((memoryMegabytes / WHOLE_CORE_MEGABYTES) * 100)} % of a core`;

interface Sample {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly cpuPerThousand: number;
  readonly peakMegabytes: number;
}

const COLUMNS: Columns<Sample> = [
  ['seconds', '', 's until all are sent'],
  ['cpuSeconds', '-cpu', 'CPU-s'],
  ['cpuPerThousand', '-rate', 'CPU-s for 1,000'],
  ['peakMegabytes', '-memory', 'MB at most'],
];

export const sweeper: Benchmark = {
  id: 'sweeper',
  method:
    'Deliveries that wait in the ledger and are due, all at once, are sent back to the queue of their channel and marked with their next time, in one invocation with the CPU time and the heap of its memory. One run of each.',
  measure: async function* () {
    const measured: SampledSubject<Sample>[] = [];
    for (const count of DUE) {
      const sample = await inWorld((world) => sweep(count, world));
      measured.push({ subject: `${count.toLocaleString('en')} due`, samples: [sample] });
    }
    yield* resultsOf({ id: 'sweeper', title: TITLE, isSeries: true }, COLUMNS, measured);
  },
};

async function sweep(count: number, world: World): Promise<Sample> {
  await world.seed('ledger', parkedItems(count, await world.keys.current('messages')));
  const file = await writeBundle(entryOf('sweeper'), join(world.folder, 'sweeper'));
  const running = await startFunction(file, world.variablesOf('sweeper'), { memoryMegabytes });
  const before = await world.counts();
  try {
    const sweeping = () => running.invokeWith({}, { timeoutMs: TIMEOUT_MS });
    const { wallMs, cpuMs, peakMegabytes } = await held(running, memoryMegabytes, sweeping);
    const sent = (await world.counts()).sent - before.sent;
    if (sent !== count) throw new Error(`${sent} of ${count} messages are sent`);
    const cpuSeconds = cpuMs / 1_000;
    return { seconds: wallMs / 1_000, cpuSeconds, cpuPerThousand: (cpuSeconds / count) * 1_000, peakMegabytes };
  } finally {
    running.stop();
  }
}
