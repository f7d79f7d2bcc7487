import type { Fault } from '../coded-error';
import { truncate } from '../truncate';
import { pointer } from './json-pointer';

/** Deeper nesting is refused: no notification needs it, and every reader of it would have to recurse. */
export const MAX_DEPTH = 32;
const MAX_FAULTS = 20;
/** Of a number that a message quotes, in characters. */
const MAX_SHOWN = 40;

/** Stands for a member that threw when `jsonValueOf` read it. */
export class Unreadable {
  readonly #reason: unknown;

  constructor(reason: unknown) {
    this.#reason = reason;
  }

  get reason(): string {
    return this.#reason instanceof Error ? this.#reason.message : typeof this.#reason;
  }
}

/**
 * The faults of a JSON value that is already in memory: what a text was parsed to, or what `jsonValueOf` made of what a
 * producer hands to the SDK.
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
  /** What holds it. */
  readonly holder?: Visited;
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

function walkMembers(value: object, visited: Visited, faults: Fault[]): void {
  const { written, path, depth } = visited;
  const message = holdsItself(visited) ? HOLDS_ITSELF : formless(value);
  if (message !== undefined) {
    faults.push({ code: 'json.unsupported', path, message });
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const at = pointer(path, key);
    if (key === '__proto__') {
      faults.push({ code: 'json.forbidden_key', path: at, message: "key '__proto__' is refused; rename it" });
    }
    if (member === undefined && !Array.isArray(value)) continue;
    walk({ value: member, written: (written as Members)[key], path: at, depth: depth + 1, holder: visited }, faults);
  }
}

const HOLDS_ITSELF = 'a value that holds itself has no JSON form; leave it out';

function holdsItself({ value, holder }: Visited): boolean {
  for (let at = holder; at !== undefined; at = at.holder) if (at.value === value) return true;
  return false;
}

/** `JSON.stringify` makes `{}` of most of them, and of others what nobody expects: null of a Date without a time. */
const FORMLESS =
  /^(?:Map|Set|Weak\w+|RegExp|Error|Promise|\w*ArrayBuffer|DataView|\w+Array|Number|String|Boolean|Symbol|BigInt|Date)$/;

/** Why JSON has no form for an object, where it has none. For what `jsonValueOf` has converted already. */
export function formless(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype || prototype === null) return undefined;
  if (value instanceof Unreadable) return `reading it threw ${value.reason}; give plain objects`;
  const kind = kindOf(value);
  if (!FORMLESS.test(kind)) return undefined;
  return `a ${kind === 'Date' ? 'Date without a time' : kind} has no JSON form; convert it`;
}

/** `Map` of a Map, also of one from another realm and of an instance of a subclass. */
export const kindOf = (value: unknown): string => Object.prototype.toString.call(value).slice('[object '.length, -1);

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
