import { escapeNoncharacters } from './json';

/**
 * Canonical JSON (RFC 8785, JCS): one text for one value, object keys in the order of their UTF-16 code units, no
 * whitespace. For values that `checkJson` has passed.
 *
 * The RFC takes I-JSON alone, which has neither noncharacters nor lone surrogates (RFC 7493, section 2.1). Outside of
 * that, U+FFFE, U+FFFF and lone surrogates are escaped here, because digests and seals that are stored were made so.
 */
export function canonicalJson(value: unknown): string {
  const ordered = inOrder(value);
  return escapeNoncharacters(ordered === NO_ORDER ? textOf(value) : JSON.stringify(ordered));
}

/** For a value with keys that no JavaScript object can have in the order of their code units, or with too many. */
const NO_ORDER = Symbol('no order');

/**
 * A copy whose keys are in canonical order, so that one call of `JSON.stringify` writes all of it: that takes half of the
 * time of joining the texts of its members, of which a message has up to 20,000.
 */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return isWritable(value) ? value : NO_ORDER;
  if (!Array.isArray(value)) return membersInOrder(value as Members);
  const copy = value.map(inOrder);
  return copy.includes(NO_ORDER) ? NO_ORDER : copy;
}

/** JSON has no other numbers. */
const isWritable = (value: unknown): boolean => typeof value !== 'number' || Number.isFinite(value);

type Members = Readonly<Record<string, unknown>>;

/** V8 keeps an object that was given more keys as a hash table, and fills it slower than texts are joined. */
const MAX_KEYS = 128;

function membersInOrder(members: Members): Members | typeof NO_ORDER {
  const keys = Object.keys(members);
  if (keys.length > MAX_KEYS) return NO_ORDER;
  const copy: Record<string, unknown> = {};
  for (const key of keys.sort()) {
    const member = inOrder(members[key]);
    if (member === NO_ORDER || !keepsOrder(key)) return NO_ORDER;
    copy[key] = member;
  }
  return copy;
}

/** An object has array indices such as `10` before all other keys, and an assignment to `__proto__` adds no key. */
const keepsOrder = (key: string): boolean => !(key >= '0' && key < ':') && key !== '__proto__';

/** Any value, member by member. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((member) => textOf(member ?? null)).join(',')}]`;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = value as Members;
  const keys = Object.keys(members).filter((key) => members[key] !== undefined);
  return `{${keys
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${textOf(members[key])}`)
    .join(',')}}`;
}
