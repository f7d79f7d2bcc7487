/**
 * The distinct codes of the faults. Safe to log: a message may quote received or recorded content, a code never does.
 */
export const distinctCodes = (faults: readonly { readonly code: string }[]): readonly string[] => [
  ...new Set(faults.map(({ code }) => code)),
];
