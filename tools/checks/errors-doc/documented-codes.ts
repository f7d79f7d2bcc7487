/** The codes in the first column of the tables of a Markdown text. `<name>` stands for any one word. */
export const documentedCodes = (markdown: string): string[] =>
  [...markdown.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, code = '']) => code);

/** Where the codes and their table differ, in words; nothing when they agree. */
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

/** A family covers its members, and itself whatever its words are called. */
const covers = (family: string, code: string): boolean =>
  isFamily(family) && new RegExp(`^${family.replaceAll('.', '\\.').replace(/<\w+>/g, '(\\w+|<\\w*>)')}$`).test(code);
