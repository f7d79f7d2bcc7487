import type { Fault } from '../errors/coded-error';
import { truncate } from '../text/truncate';
import { formless } from './formless';
import { pointer } from './json-pointer';
import { Refused } from './refused';

/** Maximum nesting: no notification needs more, and recursive readers could overflow their stack. */
export const MAX_DEPTH = 32;
export const TOO_DEEP = `nesting deeper than ${MAX_DEPTH}; flatten the data`;
/** Limits the list, because a value may have thousands of faults. */
export const MAX_FAULTS = 20;
/** In characters, for a number quoted in a message. */
const MAX_SHOWN = 40;

/**
 * The faults of a JSON value in memory: a parsed text, or the result of `jsonValueOf` for an SDK input.
 *
 * @param written result of `asWritten` for the text; without it, lost digits of a fraction cannot be detected
 */
export function checkJson(value: unknown, written: unknown = value): Fault[] {
  if (value === written && isUnambiguous(value, 0)) return [];
  const faults: Fault[] = [];
  walk({ value, written, depth: 0 }, faults);
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
  if (value instanceof Refused || formless(value) !== undefined) return false;
  for (const key in value) {
    if (key === '__proto__' || !key.isWellFormed()) return false;
    if (!isUnambiguous((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}
// Stryker restore all

/** A member that is undefined is left out: this one is in a list. */
export const unsupported = (value: unknown): string =>
  value === undefined ? 'undefined has no JSON form; send null' : `a ${typeof value} has no JSON form; leave it out`;

interface Visited {
  readonly value: unknown;
  readonly written: unknown;
  readonly depth: number;
  /** Parent and key: the JSON Pointer is built only for a fault. */
  readonly holder?: Visited;
  readonly key?: string;
}

const pathOf = ({ holder, key = '' }: Visited): string => (holder === undefined ? '' : pointer(pathOf(holder), key));

const faultAt = (visited: Visited, code: string, message: string): Fault => ({ code, path: pathOf(visited), message });

function walk(visited: Visited, faults: Fault[]): void {
  const { value, depth } = visited;
  if (faults.length >= MAX_FAULTS) return;
  if (depth > MAX_DEPTH) {
    faults.push(faultAt(visited, 'json.too_deep', TOO_DEEP));
  } else if (typeof value === 'string') {
    checkString(value, visited, faults);
  } else if (typeof value === 'number') {
    checkNumber(value, visited, faults);
  } else if (typeof value === 'object' && value !== null) {
    walkObject(value, visited, faults);
  } else if (value !== null && typeof value !== 'boolean') {
    faults.push(faultAt(visited, 'json.unsupported', unsupported(value)));
  }
}

function walkObject(value: object, visited: Visited, faults: Fault[]): void {
  const known = value instanceof Refused ? value.faults : formlessFaults(value);
  if (known.length === 0) walkMembers(value, visited, faults);
  else faults.push(...known.slice(0, MAX_FAULTS - faults.length).map((fault) => within(visited, fault)));
}

const within = (visited: Visited, fault: Fault): Fault => ({ ...fault, path: `${pathOf(visited)}${fault.path}` });

function walkMembers(value: object, holder: Visited, faults: Fault[]): void {
  for (const key of Object.keys(value)) {
    if (faults.length >= MAX_FAULTS) return;
    const member = (value as Members)[key];
    const visited = { value: member, written: (holder.written as Members)[key], depth: holder.depth + 1, holder, key };
    checkKey(key, visited, faults);
    if (member !== undefined || Array.isArray(value)) walk(visited, faults);
  }
}

function formlessFaults(value: object): Fault[] {
  const message = formless(value);
  return message === undefined ? [] : [{ code: 'json.unsupported', path: '', message }];
}

type Members = Readonly<Record<string, unknown>>;

/** A reader that replaces lone surrogates by U+FFFD sees two such keys as one, and the last value wins. */
function checkKey(key: string, visited: Visited, faults: Fault[]): void {
  if (key === '__proto__') {
    faults.push(faultAt(visited, 'json.forbidden_key', "key '__proto__' is refused; rename it"));
  } else if (!key.isWellFormed()) {
    const message = `key ${JSON.stringify(truncate(key, MAX_SHOWN))} holds half of a surrogate pair; send whole characters`;
    faults.push(faultAt(visited, 'json.lone_surrogate', message));
  }
}

function checkString(value: string, visited: Visited, faults: Fault[]): void {
  if (value.isWellFormed()) return;
  faults.push(faultAt(visited, 'json.lone_surrogate', 'text holds half of a surrogate pair; send whole characters'));
}

function checkNumber(value: number, visited: Visited, faults: Fault[]): void {
  const { written } = visited;
  if (Number.isNaN(value)) {
    faults.push(faultAt(visited, 'json.number_range', 'NaN is no number of JSON; leave it out'));
  } else if (!Number.isFinite(value)) {
    faults.push(faultAt(visited, 'json.number_range', 'number is beyond 1.8e308; send it as a string'));
  } else if (typeof written === 'string') {
    const message = `number ${truncate(written, MAX_SHOWN)} would arrive as ${value}; send it as a string`;
    faults.push(faultAt(visited, 'json.number_precision', message));
  } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    const message = `integer ${value} is beyond ±(2^53 - 1), where several integers are one double; send it as a string`;
    faults.push(faultAt(visited, 'json.number_precision', message));
  }
}
