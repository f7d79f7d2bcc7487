/** Of a search. Node ends with 1 where a program throws, or cannot be compiled: that is no finding. */
export const EXIT_CODES = { clean: 0, failed: 1, found: 2 } as const;

/** A search that failed says nothing, whatever the others found. */
export function exitCodeOf(codes: readonly (number | null)[]): number {
  const { clean, failed, found } = EXIT_CODES;
  if (codes.every((code) => code === clean)) return clean;
  return codes.every((code) => code === clean || code === found) ? found : failed;
}
