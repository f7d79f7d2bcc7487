import { quartiles } from '../statistics/quartiles';

/** Three significant digits, such as `1,230`, `12.3` or `0.0123`. */
export function digits(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
}

/** Median and quartiles, such as `0.33 [0.32–0.35]`; one number where all samples are alike. */
export function spreadOf(samples: readonly number[]): string {
  const { q1, median, q3 } = quartiles(samples);
  return q1 === q3 ? digits(median) : `${digits(median)} [${digits(q1)}–${digits(q3)}]`;
}
