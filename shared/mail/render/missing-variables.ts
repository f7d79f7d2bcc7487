import { LiquidError, type LiquidErrors, UndefinedVariableError } from 'liquidjs';

/** Each rendering finds what the last one hid. More than this no template hides. */
const MAX_RENDERINGS = 20;

/** The faults that LiquidJS collected in an error, those of loops and partials too. */
export const faultsWithin = (error: unknown): readonly unknown[] =>
  isCollection(error) ? error.errors.flatMap(faultsWithin) : [error];

const isCollection = (error: unknown): error is LiquidErrors => LiquidError.is(error) && 'errors' in error;

/** As dots: `data.order.id`. Undefined where the fault is another one. */
export function missingName(error: unknown): string | undefined {
  if (!(error instanceof UndefinedVariableError)) return undefined;
  return String((error.originalError as { variableName?: unknown } | undefined)?.variableName);
}

/**
 * The names of all variables that a template needs and does not have. LiquidJS goes on after the first, but not within a
 * tag: so what is missing is filled with nothing, which no condition takes for something, until no more is missing.
 */
export function missingVariables(render: (variables: object) => unknown, variables: object): readonly string[] {
  const names = new Set<string>();
  let filled = variables;
  for (let rendering = 0; rendering < MAX_RENDERINGS; rendering++) {
    const found = missingIn(() => render(filled)).filter((name) => !names.has(name));
    if (found.length === 0) break;
    for (const name of found) names.add(name);
    filled = found.reduce<object>((all, name) => withNothingAt(all, name.split('.')), filled);
  }
  return [...names];
}

function missingIn(render: () => unknown): string[] {
  try {
    render();
    return [];
  } catch (error) {
    return faultsWithin(error).flatMap((fault) => missingName(fault) ?? []);
  }
}

/** A variable of a loop has no place here: it stays missing. */
function withNothingAt(variables: object, [first = '', ...rest]: readonly string[]): object {
  if (rest.length === 0) return { ...variables, [first]: null };
  const inner = Object.hasOwn(variables, first) ? (variables as Record<string, unknown>)[first] : undefined;
  const isPlain = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return isPlain ? { ...variables, [first]: withNothingAt(inner, rest) } : variables;
}
