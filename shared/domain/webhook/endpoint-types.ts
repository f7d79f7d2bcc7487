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
