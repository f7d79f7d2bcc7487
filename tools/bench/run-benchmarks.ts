import type { Benchmark, Result } from './report/result';
import type { Section } from './report/run';
import { textOf } from './report/text';

export interface RunLog {
  info(line: string): void;
  error(line: string): void;
}

/**
 * Measures one benchmark after the other, and logs each result as soon as it is there. One that throws leaves the others
 * to be measured.
 *
 * @param onSection gets all sections so far after each benchmark, so that an interrupted run has what it measured
 * @returns the sections, and the ids of those that failed
 */
export async function runBenchmarks(
  benchmarks: readonly Benchmark[],
  log: RunLog,
  onSection: (sections: readonly Section[]) => void = () => {},
): Promise<{ sections: Section[]; failed: string[] }> {
  const sections: Section[] = [];
  const failed: string[] = [];
  for (const benchmark of benchmarks) {
    const startedAt = performance.now();
    const results: Result[] = [];
    try {
      for await (const result of benchmark.measure()) {
        results.push(result);
        log.info(`${textOf(result)}\n`);
      }
    } catch (error) {
      failed.push(benchmark.id);
      log.error(`${benchmark.id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    }
    const { id, method } = benchmark;
    const seconds = (performance.now() - startedAt) / 1000;
    if (results.length > 0) sections.push({ id, method, results, seconds: Math.round(seconds) });
    log.info(`${id}: ${seconds.toFixed(0)} s\n`);
    onSection(sections);
  }
  return { sections, failed };
}
