import { sentences } from './compare';
import { spreadOf } from './format';
import type { Result } from './result';

/** A result for a terminal. */
export function textOf(result: Result): string {
  const width = Math.max(...result.measured.map(({ subject }) => subject.length));
  const lines = result.measured.map(({ subject, samples }) => `  ${subject.padEnd(width)}  ${spreadOf(samples)}`);
  const comparisons = sentences([result]).map((sentence) => `  ${sentence.replaceAll('**', '')}`);
  return [`${result.id}: ${result.title}, ${result.unit}`, ...lines, ...comparisons].join('\n');
}
