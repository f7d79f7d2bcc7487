import { distance } from 'fastest-levenshtein';

/** Levenshtein distance: missing, additional or replaced letters. */
const MAX_MISTAKES = 3;
const MAX_MISTAKES_SHARE = 0.4;

/** The most similarly spelled name; undefined if none is within the maximum distance. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const mistakes = names.map((name) => ({ name, count: distance(written, name) }));
  const [first] = mistakes.sort((one, other) => one.count - other.count);
  if (first === undefined) return undefined;
  const allowed = Math.min(MAX_MISTAKES, first.name.length * MAX_MISTAKES_SHARE);
  return first.count <= allowed ? first.name : undefined;
}
