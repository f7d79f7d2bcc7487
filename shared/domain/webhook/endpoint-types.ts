import type { Fault } from '../kit/errors/coded-error';

/**
 * Does an endpoint want this type? Patterns are exact (`order.shipped`), a prefix of whole words (`order.*` takes
 * `order.shipped` and `order.line.added`, not `orders.x` nor `order`), or `*`.
 */
export const wantsType = (patterns: readonly string[], type: string): boolean =>
  patterns.some((pattern) => matchesType(pattern, type));

function matchesType(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true;
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}

/** `order.shipped`, `order.*` or `*`. */
export const isTypePattern = (text: string): boolean => /^(\*|[a-z0-9]+([._-][a-z0-9]+)*(\.\*)?)$/.test(text);

/** What is wrong with the types of an endpoint. */
export const typePatternFaults = (types: readonly string[]): Fault[] =>
  types.flatMap((type, index) => {
    if (isTypePattern(type)) return [];
    const message = `type ${JSON.stringify(type)} is refused, expected one such as order.shipped, order.* or *`;
    return [{ code: 'cli.type_malformed', path: `/types/${index}`, message }];
  });
