import type { Fault } from '../coded-error';
import { truncate } from '../truncate';
import { pointer } from './json-pointer';

/** Deeper nesting is refused: no notification needs it, and every reader of it would have to recurse. */
const MAX_DEPTH = 32;
const MAX_FAULTS = 20;
/** Of a number that a message quotes, in characters. */
const MAX_SHOWN = 40;

/**
 * The faults of a JSON value that is already in memory, such as what a producer hands to the SDK.
 *
 * @param written `asWritten` of the text that it was read from, without which lost digits of a fraction cannot be seen
 */
export function checkJson(value: unknown, written: unknown = value): Fault[] {
  if (value === written && isUnambiguous(value, 0)) return [];
  const faults: Fault[] = [];
  walk({ value, written, path: '', depth: 0 }, faults);
  return faults;
}

/** The rules of `walk` without paths, which cost more than the whole check and are needed for faults alone. */
// Stryker disable all: where this says no, `walk` decides, and finds nothing when it was wrong
function isUnambiguous(value: unknown, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number')
    return Number.isSafeInteger(value) || !(Number.isInteger(value) || !Number.isFinite(value));
  if (typeof value !== 'object') return typeof value === 'boolean';
  if (value === null) return true;
  if (formless(value) !== undefined) return false;
  for (const key in value) {
    if (key === '__proto__' || !isUnambiguous((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}
// Stryker restore all

interface Visited {
  readonly value: unknown;
  readonly written: unknown;
  readonly path: string;
  readonly depth: number;
}

function walk(visited: Visited, faults: Fault[]): void {
  const { value, path, depth } = visited;
  if (faults.length >= MAX_FAULTS) return;
  if (depth > MAX_DEPTH) {
    faults.push({ code: 'json.too_deep', path, message: `nesting deeper than ${MAX_DEPTH}; flatten the data` });
  } else if (typeof value === 'string') {
    checkString(value, path, faults);
  } else if (typeof value === 'number') {
    checkNumber(value, visited, faults);
  } else if (typeof value === 'object' && value !== null) {
    walkMembers(value, visited, faults);
  } else if (value !== null && typeof value !== 'boolean') {
    faults.push({ code: 'json.unsupported', path, message: `a ${typeof value} has no JSON form; leave it out` });
  }
}

function walkMembers(value: object, { written, path, depth }: Visited, faults: Fault[]): void {
  const kind = formless(value);
  if (kind !== undefined) {
    faults.push({ code: 'json.unsupported', path, message: `a ${kind} has no JSON form; convert it` });
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const at = pointer(path, key);
    if (key === '__proto__') {
      faults.push({ code: 'json.forbidden_key', path: at, message: "key '__proto__' is refused; rename it" });
    }
    if (member === undefined && !Array.isArray(value)) continue;
    walk({ value: member, written: (written as Members)[key], path: at, depth: depth + 1 }, faults);
  }
}

/** `JSON.stringify` makes `{}` of most of them, and of others what nobody expects. Of a Date it makes a text. */
const FORMLESS =
  /^(?:Map|Set|Weak\w+|RegExp|Error|Promise|\w*ArrayBuffer|DataView|\w+Array|Number|String|Boolean|Symbol|BigInt)$/;

function formless(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype || prototype === null) return undefined;
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return FORMLESS.test(kind) ? kind : undefined;
}

type Members = Readonly<Record<string, unknown>>;

function checkString(value: string, path: string, faults: Fault[]): void {
  if (value.isWellFormed()) return;
  faults.push({
    code: 'json.lone_surrogate',
    path,
    message: 'text holds half of a surrogate pair; send whole characters',
  });
}

function checkNumber(value: number, { written, path }: Visited, faults: Fault[]): void {
  if (!Number.isFinite(value)) {
    faults.push({ code: 'json.number_range', path, message: 'number is beyond 1.8e308; send it as a string' });
  } else if (typeof written === 'string') {
    const message = `number ${truncate(written, MAX_SHOWN)} would arrive as ${value}; send it as a string`;
    faults.push({ code: 'json.number_precision', path, message });
  } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    const message = `integer ${value} is beyond ±(2^53 - 1), where several integers are one double; send it as a string`;
    faults.push({ code: 'json.number_precision', path, message });
  }
}
