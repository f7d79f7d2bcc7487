import { serializeJson } from './json';

/** One text for one value: the keys of every object in order, nothing between. For values that `checkJson` has passed. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((member) => canonicalJson(member ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return serializeJson(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.toSorted(byKey).map(([key, member]) => `${serializeJson(key)}:${canonicalJson(member)}`)}}`;
}

const byKey = ([left]: [string, unknown], [right]: [string, unknown]): number => (left < right ? -1 : 1);
