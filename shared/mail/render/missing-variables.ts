import { LiquidError, type LiquidErrors, UndefinedVariableError } from 'liquidjs';

/** Bound of the loop: each rendering finds variables that the previous one hid. */
const MAX_RENDERINGS = 20;

/** The faults that LiquidJS collected in an error, including those of loops and partials. */
export const faultsWithin = (error: unknown): readonly unknown[] =>
  isCollection(error) ? error.errors.flatMap(faultsWithin) : [error];

const isCollection = (error: unknown): error is LiquidErrors => LiquidError.is(error) && 'errors' in error;

/** The name of the missing variable, with dots: `data.order.id`. Undefined for any other fault. */
export function missingName(error: unknown): string | undefined {
  if (!(error instanceof UndefinedVariableError)) return undefined;
  return String((error.originalError as { variableName?: unknown } | undefined)?.variableName);
}

/**
 * The names of all missing variables of a template. LiquidJS continues after the first one, but not within a tag. So the
 * template is rendered again with missing variables set to null, which is falsy in conditions, until no more are missing.
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

/** Sets the variable to null. A loop variable has no place in the variables, and stays missing. */
function withNothingAt(variables: object, [first = '', ...rest]: readonly string[]): object {
  if (rest.length === 0) return { ...variables, [first]: null };
  const inner = Object.hasOwn(variables, first) ? (variables as Record<string, unknown>)[first] : undefined;
  const isPlain = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return isPlain ? { ...variables, [first]: withNothingAt(inner, rest) } : variables;
}
