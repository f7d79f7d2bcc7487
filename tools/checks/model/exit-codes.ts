/** Exit codes of a search. A finding is not 1, which Node uses for an exception or a compile error. */
export const EXIT_CODES = { clean: 0, failed: 1, found: 2 } as const;

/** A failed search process outranks findings of the others, because its result is unknown. */
export function exitCodeOf(codes: readonly (number | null)[]): number {
  const { clean, failed, found } = EXIT_CODES;
  if (codes.every((code) => code === clean)) return clean;
  return codes.every((code) => code === clean || code === found) ? found : failed;
}
