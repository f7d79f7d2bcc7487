import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { entryOf } from '../../build/bundle';
import { startFunction } from '../function/function-process';
import { writeBundle } from '../function/write-bundle';
import { type ItemStore, itemStore } from '../units/write-units';
import type { CountedWorld } from './counted-world';
import { deliver, type Effort, sum } from './deliver';
import type { RecordedCall } from './recording-proxy';
import { SCENARIOS, type Scenario } from './scenarios';

/** What a hot function does for a number of deliveries. */
export interface Count extends Omit<Effort, 'calls'> {
  readonly scenario: Scenario;
  readonly deliveries: number;
  /** By service and operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** Sent to AWS: requests with their headers. */
  readonly requestBytes: number;
  /** Sent to endpoints: requests with their headers, without TLS. */
  readonly postedBytes: number;
  readonly logBytes: number;
}

interface Place {
  readonly world: CountedWorld;
  readonly store: ItemStore;
  /** For bundles and logs. */
  readonly directory: string;
  readonly batches: number;
}

/**
 * Runs each scenario on the function's bundle in a process of its own. The first invocation, which fetches keys and
 * endpoints, is not counted.
 *
 * @param batches counted invocations of each scenario, besides those for messages that they send
 */
export async function* countAll(world: CountedWorld, directory: string, batches: number): AsyncGenerator<Count> {
  const store = itemStore();
  const files = new Map<string, string>();
  for (const scenario of SCENARIOS) {
    const name = scenario.function;
    const file = files.get(name) ?? (await writeBundle(entryOf(name), join(directory, name)));
    files.set(name, file);
    yield await countOne(scenario, file, { world, store, directory, batches });
  }
}

async function countOne(scenario: Scenario, file: string, place: Place): Promise<Count> {
  const logFile = join(place.directory, `${scenario.id}.log`);
  const log = openSync(logFile, 'w');
  const running = await startFunction(file, place.world.variablesOf(scenario.function), { log });
  try {
    const nextBatch = await batchesOf(scenario, place);
    await deliver(running, nextBatch(), place);
    const loggedBefore = statSync(logFile).size;
    place.world.takePosted();
    const efforts: Effort[] = [];
    for (let n = 0; n < place.batches; n++) efforts.push(await deliver(running, nextBatch(), place));
    const { calls, ...effort } = sum(efforts);
    const bytes = { postedBytes: place.world.takePosted(), logBytes: statSync(logFile).size - loggedBefore };
    const deliveries = place.batches * scenario.batchSize * scenario.targets;
    return { scenario, deliveries, ...effort, ...talliesOf(calls), ...bytes };
  } finally {
    running.stop();
    closeSync(log);
  }
}

/** Events of SES are about mails of the scenario before, which the double must know. */
async function batchesOf(scenario: Scenario, { world, store, batches }: Place) {
  const mails = scenario.function === 'email-feedback' ? store.items('D#email#') : [];
  const latest = mails.slice(-(batches + 1) * scenario.batchSize);
  if (latest.length > 0) await world.seed(latest);
  return () => Array.from({ length: scenario.batchSize }, () => scenario.record(latest.pop()));
}

function talliesOf(recorded: readonly RecordedCall[]): Pick<Count, 'calls' | 'requestBytes'> {
  const calls: Record<string, number> = {};
  for (const { name } of recorded) calls[name] = (calls[name] ?? 0) + 1;
  return { calls, requestBytes: recorded.reduce((total, { requestBytes }) => total + requestBytes, 0) };
}
