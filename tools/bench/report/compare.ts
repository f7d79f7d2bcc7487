import { ratio } from '../statistics/quartiles';
import type { Measured, Result } from './result';

/** One quantity of ours beside that of another subject. */
export interface Comparison {
  readonly title: string;
  readonly unit: string;
  readonly ours: string;
  readonly other: string;
  /** The median of ours divided by that of the other; undefined where the samples do not support a ratio. */
  readonly factor: number | undefined;
  readonly verdict: 'ours is better' | 'the other is better' | 'open';
}

/** Ours beside each other subject of the result; none for a series. */
export function comparisonsOf({ title, unit, better, measured, isSeries }: Result): Comparison[] {
  const [ours, ...others] = measured;
  if (ours === undefined || isSeries) return [];
  return others.map((other) => {
    const factor = ratio(ours.samples, other.samples);
    const isOursBetter = factor !== undefined && factor < 1 === (better === 'less');
    const verdict = factor === undefined ? 'open' : isOursBetter ? 'ours is better' : 'the other is better';
    return { title, unit, ours: ours.subject, other: other.subject, factor, verdict };
  });
}

/** What no function that claims and records could reach; it is no peer. */
export const isLimit = (subject: string): boolean => subject.startsWith('limit');

/** Sentences about the results of a table, one for each other subject. */
export function sentences(results: readonly Result[]): string[] {
  const all = results.flatMap(comparisonsOf);
  return [...new Set(all.map(({ other }) => other))].map((other) => sentence(all.filter((one) => one.other === other)));
}

function sentence(comparisons: readonly Comparison[]): string {
  const [{ ours, other } = { ours: '', other: '' }] = comparisons;
  if (isLimit(other)) return `${ours}, beside the ${other}: ${factorsOf(comparisons)}`;
  const of = (verdict: Comparison['verdict']) => comparisons.filter((one) => one.verdict === verdict);
  const worse = of('the other is better').map(({ factor = 0, unit }) => `${unit} (${times(factor)} ×)`);
  const open = of('open').map(({ unit }) => unit);
  const parts = [
    factorsOf(of('ours is better')),
    worse.length > 0 && `**the other is better in** ${worse.join(', ')}`,
    open.length > 0 && `no ratio for ${open.join(', ')}`,
  ];
  return `${ours}, beside ${other}: ${parts.filter(Boolean).join('; ')}`;
}

const factorsOf = (comparisons: readonly Comparison[]): string =>
  comparisons.flatMap(({ factor, unit }) => (factor === undefined ? [] : `${times(factor)} × ${unit}`)).join(', ');

/** Near one a third digit, so that what is better is not 1.0 times as much. */
export const times = (factor: number): string => {
  if (factor >= 10) return factor.toFixed(0);
  return factor.toPrecision(factor > 0.95 && factor < 1.05 ? 3 : 2);
};

/** The subject with the best median. */
export function best(subjects: readonly Measured[], better: Result['better'], medianOf: (one: Measured) => number) {
  const sorted = subjects.toSorted((left, right) => medianOf(left) - medianOf(right));
  return better === 'less' ? sorted[0] : sorted.at(-1);
}
