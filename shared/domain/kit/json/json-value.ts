import { checkJson, MAX_DEPTH, TOO_DEEP, unsupported } from './check-json';
import { formless, isDate } from './formless';
import {
  budgetOf,
  countRefusal,
  isSpent,
  type JsonLimit,
  leastKeyBytes,
  outOf,
  type ReadBudget,
  renew,
  take,
} from './read-budget';
import { Refused, refused, unreadable } from './refused';

interface Reading {
  /** The ancestors of the current value, for the detection of cycles. */
  readonly open: Set<object>;
  readonly budget: ReadBudget;
}

/**
 * The plain value that `JSON.stringify` would write: results of `toJSON`, no undefined members, each getter read once.
 * So the validated value is the published one, even if a second read would differ. It is a tree and contains no object
 * of the producer. A part without a JSON form, a cycle, a throwing member, nesting that is too deep or too large
 * becomes a `Refused`, which `checkJson` lists by its pointer; `undefined` in a list, NaN, a bigint and a Date without
 * a time stay as they are for `checkJson`. A top-level member that is not read completely is refused as a whole,
 * because a part of it would be validated for what it lacks; the members after it are read.
 */
export function jsonValueOf(value: unknown, limit: JsonLimit): unknown {
  const reading: Reading = { open: new Set(), budget: budgetOf(limit) };
  return whole(convert(value, '', 0, reading), reading);
}

const whole = (plain: unknown, { budget }: Reading): unknown =>
  isSpent(budget) ? new Refused(checkJson(plain)) : plain;

function convert(given: unknown, key: string, keyBytes: number, reading: Reading): unknown {
  const { open, budget } = reading;
  if (open.size > MAX_DEPTH && given !== undefined) return countRefusal(refused('json.too_deep', TOO_DEEP), budget);
  const value = unbox(callToJson(given, key));
  const exceeded = take(value, keyBytes, budget);
  if (exceeded !== undefined) return exceeded;
  if (typeof value === 'function') return countRefusal(refused('json.unsupported', unsupported(value)), budget);
  if (typeof value !== 'object' || value === null) return value;
  const reason = open.has(value) ? HOLDS_ITSELF : formless(value);
  return reason === undefined ? convertObject(value, reading) : countRefusal(refusedFor(value, reason), budget);
}

const HOLDS_ITSELF = 'a value that holds itself has no JSON form; leave it out';

/**
 * Keeps a Date for the attribute's own rule, whose message is better. Copied, because a subclass may have a `toJSON`.
 */
const refusedFor = (value: object, reason: string): object =>
  isDate(value) ? new Date(Number.NaN) : refused('json.unsupported', reason);

/**
 * Calls `toJSON` of objects, functions and bigints, as JSON does. Not of bytes: `Buffer` returns an object of numbers,
 * which no receiver expects. Nor of a Date without a time, whose null would hide a mistake, like that of NaN.
 */
function callToJson(value: unknown, key: string): unknown {
  if (!mayHaveToJson(value) || ArrayBuffer.isView(value)) return value;
  const { toJSON } = value;
  if (typeof toJSON !== 'function') return value;
  const json: unknown = toJSON.call(value, key);
  return json === null && isDate(value) ? value : json;
}

const mayHaveToJson = (value: unknown): value is { readonly toJSON?: unknown } =>
  value !== null && (typeof value === 'object' || typeof value === 'function' || typeof value === 'bigint');

function unbox(value: unknown): unknown {
  if (typeof value !== 'object') return value;
  if (value instanceof Number) return Number(value);
  if (value instanceof String) return String(value);
  return value instanceof Boolean ? Boolean.prototype.valueOf.call(value) : value;
}

function convertObject(value: object, reading: Reading): object {
  if (Array.isArray(value)) return convertList(value, value.length, reading);
  return reading.open.size === 0
    ? convertWhole(value, Object.keys(value), reading)
    : convertMembers(value, Object.keys(value), reading);
}

/** Holes become undefined; non-index properties are dropped. */
function convertList(list: readonly unknown[], length: number, reading: Reading): unknown[] {
  const { open, budget } = reading;
  const plain: unknown[] = [];
  open.add(list);
  for (let index = 0; index < length && !isSpent(budget); index++) {
    const element = readMember(list, String(index), 0, reading);
    plain.push(element === undefined ? countRefusal(element, budget) : element);
  }
  open.delete(list);
  return plain;
}

function convertMembers(value: object, keys: readonly string[], reading: Reading): object {
  const { open, budget } = reading;
  const plain = {};
  open.add(value);
  for (const key of keys) {
    if (isSpent(budget)) break;
    setMember(plain, key, readMember(value, key, leastKeyBytes(key), reading));
  }
  open.delete(value);
  return plain;
}

function convertWhole(value: object, keys: readonly string[], reading: Reading): object {
  const { open, budget } = reading;
  const plain = {};
  open.add(value);
  for (const key of keys) {
    const isLeftOut = isSpent(budget);
    const member = isLeftOut ? outOf(budget) : whole(readMember(value, key, leastKeyBytes(key), reading), reading);
    setMember(plain, key, member);
    if (isSpent(budget)) renew(budget);
  }
  open.delete(value);
  return plain;
}

/**
 * A getter, a proxy or a `toJSON` of the producer may throw: the fault gets its path, and the rest is still validated.
 */
function readMember(holder: object, key: string, keyBytes: number, reading: Reading): unknown {
  try {
    return convert((holder as Readonly<Record<string, unknown>>)[key], key, keyBytes, reading);
  } catch (error) {
    return countRefusal(unreadable(error), reading.budget);
  }
}

/** Assignment to `__proto__` would set the prototype and hide the key from validation. */
function setMember(plain: Record<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) return;
  if (key !== '__proto__') plain[key] = value;
  else Object.defineProperty(plain, key, { value, enumerable: true, configurable: true, writable: true });
}
