import { join } from 'node:path';
import type { SQSRecord } from 'aws-lambda';
import { type FunctionProcess, type Invocation, startFunction } from '../function-process';
import type { Row, Subject } from './subjects';
import type { World } from './world';

export interface Sample {
  /** CPU time of a cold function's first 50 records. */
  readonly coldCpuMs: number;
  /** CPU seconds for 1,000 deliveries, hot. */
  readonly cpuSeconds: number;
  /** Wall-clock milliseconds in the handler for one record, hot. */
  readonly wallMs: number;
  readonly peakMegabytes: number;
}

export interface Effort {
  readonly runs: number;
  readonly warmUpRecords: number;
  readonly records: number;
}

const COLD_RECORDS = 50;

/** Samples by subject, in the row's order: each run starts every subject's process anew, one after the other. */
export async function measureRow(row: Row, world: World, directory: string, effort: Effort): Promise<Sample[][]> {
  const files: string[] = [];
  for (const [n, subject] of row.subjects.entries()) files.push(await subject.write(join(directory, `${row.id}-${n}`)));
  const samples: Sample[][] = row.subjects.map(() => []);
  for (let run = 0; run < effort.runs; run++) {
    for (const [n, subject] of row.subjects.entries()) {
      const running = startFunction(files[n] ?? '', subject.variables(world));
      const before = await world.accepted();
      samples[n]?.push(await sampleOf(running, subject, effort));
      running.stop();
      const [accepted, wanted] = [(await world.accepted()) - before, allRecords(effort)];
      if (accepted !== wanted) throw new Error(`${subject.name}: ${accepted} of ${wanted} deliveries arrived`);
    }
  }
  return samples;
}

const allRecords = ({ warmUpRecords, records }: Effort): number => COLD_RECORDS + warmUpRecords + records;

async function sampleOf(
  running: FunctionProcess,
  subject: Subject,
  { warmUpRecords, records }: Effort,
): Promise<Sample> {
  const { cpuMs: coldCpuMs } = await invoke(running, recordsOf(subject, COLD_RECORDS));
  for (const batch of batchesOf(subject, warmUpRecords)) await invoke(running, batch);
  let [cpuMs, wallMs, peakMegabytes] = [0, 0, 0];
  for (const batch of batchesOf(subject, records)) {
    const invocation = await invoke(running, batch);
    cpuMs += invocation.cpuMs;
    wallMs += invocation.wallMs;
    peakMegabytes = invocation.peakMegabytes;
  }
  return { coldCpuMs, cpuSeconds: cpuMs / records, wallMs: wallMs / records, peakMegabytes };
}

async function invoke(running: FunctionProcess, records: readonly SQSRecord[]): Promise<Invocation> {
  const invocation = await running.invoke(records);
  const { batchItemFailures } = invocation.result;
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} of ${records.length} records failed`);
  return invocation;
}

const recordsOf = (subject: Subject, count: number): SQSRecord[] => Array.from({ length: count }, subject.record);

const batchesOf = (subject: Subject, count: number): SQSRecord[][] =>
  Array.from({ length: Math.ceil(count / subject.batchSize) }, () => recordsOf(subject, subject.batchSize));
