import { escapeNoncharacters } from './json';

/** One text for one value: the keys of every object in order, nothing between. For values that `checkJson` has passed. */
export const canonicalJson = (value: unknown): string => escapeNoncharacters(textOf(value));

/** Without a comparison of ours, and without a text to search for each member: a message has up to 20,000 of them. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((member) => textOf(member ?? null)).join(',')}]`;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(members).filter((key) => members[key] !== undefined);
  return `{${keys
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${textOf(members[key])}`)
    .join(',')}}`;
}
