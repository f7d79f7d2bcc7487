export interface Quartiles {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

/** Linear interpolation between the two nearest samples. */
export function quantile(samples: readonly number[], fraction: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * fraction;
  const [below = Number.NaN, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export const quartiles = (samples: readonly number[]): Quartiles => ({
  q1: quantile(samples, 0.25),
  median: median(samples),
  q3: quantile(samples, 0.75),
});

/**
 * Ratio of two medians, or undefined where the samples do not support one: the interquartile ranges overlap, so that which
 * of the two is larger may be noise, or one of them is wider than the difference that the ratio claims; also where it would divide by zero.
 */
export function ratio(left: readonly number[], right: readonly number[]): number | undefined {
  const [a, b] = [quartiles(left), quartiles(right)];
  const isApart = a.q3 < b.q1 || b.q3 < a.q1;
  const spread = Math.max(a.q3 - a.q1, b.q3 - b.q1);
  return isApart && b.median !== 0 && spread < Math.abs(a.median - b.median) ? a.median / b.median : undefined;
}
