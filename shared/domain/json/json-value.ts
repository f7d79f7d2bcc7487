import { formless, kindOf, MAX_DEPTH, Unreadable } from './check-json';

/** No message has room for as many elements, so that a longer list is refused as too large also where it is cut here. */
const MAX_ELEMENTS = 200_000;

/** Each object that is being converted, and the plain one that is being made of it. */
type Open = Map<object, object>;

/**
 * The plain value whose text `JSON.stringify` writes: what `toJSON` returns, without members that are undefined, each
 * getter read once. What is checked is then what is published, even where a second reading would give something else.
 *
 * What JSON has no form for stays as it is, for `checkJson` to refuse by its pointer: `undefined` in a list, NaN, a bigint,
 * a function, a Map, bytes, a Date without a time, an object that holds itself, and whatever is nested too deep.
 */
export const jsonValueOf = (value: unknown): unknown => convert(value, '', new Map());

function convert(given: unknown, key: string, open: Open): unknown {
  if (open.size > MAX_DEPTH) return given;
  const value = unbox(callToJson(given, key));
  if (typeof value !== 'object' || value === null) return value;
  const seen = open.get(value);
  if (seen !== undefined) return seen;
  if (Array.isArray(value)) return convertList(value, open);
  return formless(value) === undefined ? convertMembers(value, open) : value;
}

/**
 * JSON asks objects, functions and bigints. Bytes are not asked: `Buffer` gives an object of numbers, which no receiver
 * expects. The null that a Date without a time gives would hide a mistake, as that of NaN would.
 */
function callToJson(value: unknown, key: string): unknown {
  if (value === null || !['object', 'function', 'bigint'].includes(typeof value) || ArrayBuffer.isView(value))
    return value;
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON !== 'function') return value;
  const json: unknown = toJSON.call(value, key);
  return json === null && kindOf(value) === 'Date' ? value : json;
}

function unbox(value: unknown): unknown {
  if (value instanceof Number) return Number(value);
  if (value instanceof String) return String(value);
  return value instanceof Boolean ? Boolean.prototype.valueOf.call(value) : value;
}

/** Holes become undefined, and members that are no elements are left out. */
function convertList(list: readonly unknown[], open: Open): unknown[] {
  const plain: unknown[] = [];
  const length = Math.min(list.length, MAX_ELEMENTS);
  open.set(list, plain);
  for (let index = 0; index < length; index++) plain.push(readMember(list, String(index), open));
  open.delete(list);
  return plain;
}

function convertMembers(value: object, open: Open): object {
  const plain = {};
  const keys = Object.keys(value);
  open.set(value, plain);
  for (const key of keys) {
    const member = readMember(value, key, open);
    if (member !== undefined) setMember(plain, key, member);
  }
  open.delete(value);
  return plain;
}

/** A getter, a proxy or a `toJSON` of the producer's may throw. What does is named by its place, and the rest is judged. */
function readMember(holder: object, key: string, open: Open): unknown {
  try {
    return convert((holder as Readonly<Record<string, unknown>>)[key], key, open);
  } catch (error) {
    return new Unreadable(error);
  }
}

/** Assigning to `__proto__` would set the prototype, and hide the key from the check. */
function setMember(plain: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') plain[key] = value;
  else Object.defineProperty(plain, key, { value, enumerable: true, configurable: true, writable: true });
}
