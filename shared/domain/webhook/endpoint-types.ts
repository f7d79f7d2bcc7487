import type { Fault } from '../kit/errors/coded-error';

/**
 * Whether the patterns match the type. A pattern is exact (`order.shipped`), a prefix of whole words (`order.*` matches
 * `order.shipped` and `order.line.added`, not `orders.x` nor `order`), or `*`.
 */
export const wantsType = (patterns: readonly string[], type: string): boolean =>
  patterns.some((pattern) => matchesType(pattern, type));

/** All patterns that match the type, for a lookup by pattern: `*`, the prefixes, and the type itself. */
export function patternsFor(type: string): string[] {
  const words = type.split('.');
  const prefixes = words.slice(1).map((_, index) => `${words.slice(0, index + 1).join('.')}.*`);
  return [...new Set(['*', ...prefixes, type])];
}

/** The type patterns of an endpoint, and since when it has each. Times are RFC 3339, UTC. */
export interface Wanting {
  readonly types: readonly string[];
  /**
   * By pattern, removed patterns included. A pattern of `types` without an entry has been there since the endpoint was
   * added.
   */
  readonly typesSince?: Readonly<Record<string, string>>;
}

/**
 * Whether the endpoint wants this type, and wanted it at that moment. A removed pattern still counts: an operator who
 * replaces `order.*` by `*`, or corrects a mistake, has wanted orders all the time.
 */
export const wantedAt = (wanting: Wanting, type: string, moment: string): boolean =>
  wantsType(wanting.types, type) &&
  [...patternTimes(wanting, '')].some(([pattern, since]) => matchesType(pattern, type) && moment >= since);

/** Times for the new patterns, which count from now, and for the older ones that overlap them. */
export function typesSinceOf(
  before: Wanting & { readonly createdAt: string },
  types: readonly string[],
  now: string,
): Record<string, string> {
  const overlaps = (pattern: string) => types.some((type) => matchesType(type, pattern) || matchesType(pattern, type));
  const known = patternTimes(before, before.createdAt);
  const kept = [...known].filter(([pattern]) => overlaps(pattern));
  const added = types.filter((type) => !known.has(type)).map((type) => [type, now] as const);
  return Object.fromEntries([...kept, ...added]);
}

/** A map, because a pattern may be called `constructor`. */
const patternTimes = ({ types, typesSince = {} }: Wanting, unknown: string): ReadonlyMap<string, string> =>
  new Map([...types.map((type) => [type, unknown] as const), ...Object.entries(typesSince)]);

function matchesType(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true;
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}

/** `order.shipped`, `order.*` or `*`. */
export const isTypePattern = (text: string): boolean => /^(\*|[a-z0-9]+([._-][a-z0-9]+)*(\.\*)?)$/.test(text);

/** Faults of an endpoint's type patterns. */
export const typePatternFaults = (types: readonly string[]): Fault[] =>
  types.flatMap((type, index) => {
    if (isTypePattern(type)) return [];
    const message = `type ${JSON.stringify(type)} is refused, expected one such as order.shipped, order.* or *`;
    return [{ code: 'cli.type_malformed', path: `/types/${index}`, message }];
  });
