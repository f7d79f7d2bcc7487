import { join } from 'node:path';
import type { SQSRecord } from 'aws-lambda';
import { type Feed, feed } from '../deliveries/feed';
import { recordsOf, type Subject } from '../deliveries/subjects';
import { type FunctionProcess, startFunction } from '../function/function-process';
import type { World } from '../world/world';

export interface StartedSubject {
  readonly running: FunctionProcess;
  readonly pass: Feed;
  /** Records that no earlier call has returned. */
  next(count: number): SQSRecord[];
}

/** Starts a subject's function, and stops it at the end. */
export async function withStarted<Result>(
  subject: Subject,
  { file, world, memoryMegabytes }: { readonly file: string; readonly world: World; readonly memoryMegabytes?: number },
  use: (started: StartedSubject) => Promise<Result>,
): Promise<Result> {
  const running = await startFunction(file, subject.variables(world), { memoryMegabytes });
  try {
    return await use({ running, pass: feed(running), next: recordsOf(subject) });
  } finally {
    running.stop();
  }
}

/** Writes the subjects' code; paths in their order. */
export async function writeAll(subjects: readonly Subject[], id: string, { folder }: World): Promise<string[]> {
  const files: string[] = [];
  for (const [n, subject] of subjects.entries()) files.push(await subject.write(join(folder, `${id}-${n}`)));
  return files;
}

/**
 * Samples of each subject, in their order: each run measures all of them in alternation.
 */
export async function inAlternation<Sample>(
  subjects: readonly Subject[],
  runs: number,
  measure: (subject: Subject, n: number) => Promise<Sample>,
): Promise<Sample[][]> {
  const samples: Sample[][] = subjects.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [n, subject] of subjects.entries()) samples[n]?.push(await measure(subject, n));
  }
  return samples;
}
