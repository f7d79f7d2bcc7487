/** Codes in the first column of a Markdown text's tables. `<name>` is a wildcard for one word. */
export const documentedCodes = (markdown: string): string[] =>
  [...markdown.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, code = '']) => code);

/** Differences between the codes and their table, as sentences; empty when they agree. */
export function disagreements(codes: readonly string[], documented: readonly string[]): string[] {
  const twice = documented.filter((code, index) => documented.indexOf(code) < index);
  const families = documented.filter(isFamily);
  const known = new Set([...documented, ...codes.filter((code) => families.some((family) => covers(family, code)))]);
  return [
    ...twice.map((code) => `${code} has two rows`),
    ...codes.filter((code) => !known.has(code)).map((code) => `${code} has no row`),
    ...documented.filter((row) => !codes.some((code) => code === row || covers(row, code))).map(nobodyMakes),
  ];
}

const nobodyMakes = (row: string): string => `${row} has a row and is in no source`;
const isFamily = (code: string): boolean => code.includes('<');

/** A family (a code with wildcards) covers its members, and itself under any wildcard names. */
const covers = (family: string, code: string): boolean =>
  isFamily(family) && new RegExp(`^${family.replaceAll('.', '\\.').replace(/<\w+>/g, '(\\w+|<\\w*>)')}$`).test(code);
