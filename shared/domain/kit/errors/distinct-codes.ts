/** The code of each fault, once each. A message may quote what was received or recorded; a code never does. */
export const distinctCodes = (faults: readonly { readonly code: string }[]): readonly string[] => [
  ...new Set(faults.map(({ code }) => code)),
];
