import type { Fault } from '../kit/errors/coded-error';

/**
 * Does an endpoint want this type? Patterns are exact (`order.shipped`), a prefix of whole words (`order.*` takes
 * `order.shipped` and `order.line.added`, not `orders.x` nor `order`), or `*`.
 */
export const wantsType = (patterns: readonly string[], type: string): boolean =>
  patterns.some((pattern) => matchesType(pattern, type));

/** Since when an endpoint wants its types. */
export interface Wanting {
  readonly types: readonly string[];
  /** By pattern: RFC 3339, UTC. A pattern that is not here is wanted since the endpoint was added. */
  readonly typesSince?: Readonly<Record<string, string>>;
}

/** Did the endpoint want this type at this moment (RFC 3339, UTC)? */
export const wantedAt = ({ types, typesSince = {} }: Wanting, type: string, moment: string): boolean =>
  types.some((pattern) => matchesType(pattern, type) && moment >= (typesSince[pattern] ?? ''));

/**
 * Since when new patterns are wanted: one that there was, or that an older one covers, as long as that; any other since now.
 *
 * @param now RFC 3339, UTC
 */
export function typesSinceOf(before: Wanting, types: readonly string[], now: string): Record<string, string> {
  const sinceOf = (pattern: string): string => {
    const covering = before.types.filter((old) => matchesType(old, pattern));
    return covering.map((old) => before.typesSince?.[old] ?? '').toSorted()[0] ?? now;
  };
  return Object.fromEntries(types.map((type) => [type, sinceOf(type)]).filter(([, since]) => since !== ''));
}

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
