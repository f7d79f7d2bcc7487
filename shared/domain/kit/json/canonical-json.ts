import { escapeNoncharacters } from './json';

/**
 * Canonical JSON (RFC 8785, JCS): one text for one value, object keys in the order of their UTF-16 code units, no
 * whitespace. For values that `checkJson` has passed.
 *
 * The RFC takes I-JSON alone, which has neither noncharacters nor lone surrogates (RFC 7493, section 2.1). Outside of
 * that, U+FFFE, U+FFFF and lone surrogates are escaped here, because digests and seals that are stored were made so.
 */
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
