/** Stryker's result of one mutant. */
export interface Mutant {
  readonly fileName: string;
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

const DETECTED: ReadonlySet<string> = new Set(['Killed', 'Timeout']);
const UNDETECTED: ReadonlySet<string> = new Set(['Survived', 'NoCoverage']);

export interface Score {
  readonly detected: number;
  readonly undetected: number;
  /** Ignored by a comment with a reason. */
  readonly ignored: number;
  readonly percent: number;
}

export function scoreOf(mutants: readonly Mutant[]): Score {
  const count = (statuses: ReadonlySet<string>) => mutants.filter(({ status }) => statuses.has(status)).length;
  const [detected, undetected, ignored] = [count(DETECTED), count(UNDETECTED), count(new Set(['Ignored']))];
  const valid = detected + undetected;
  return { detected, undetected, ignored, percent: valid === 0 ? 100 : (100 * detected) / valid };
}

/** Surviving mutants, each with place and change. */
export const survivors = (mutants: readonly Mutant[]): string[] =>
  mutants
    .filter(({ status }) => UNDETECTED.has(status))
    .map(({ fileName, location: { start }, mutatorName, replacement = '' }) => {
      const change = replacement.replaceAll(/\s+/g, ' ').slice(0, 100);
      return `${fileName}:${start.line}:${start.column + 1} ${mutatorName}: ${change}`;
    });
