import { isObject } from '../filter-policy/filter-policy';
import type { Fault } from '../kit/errors/coded-error';
import { pointer } from '../kit/json/json-pointer';
import { ownMembers } from '../kit/json/own-members';
import { columnPath } from './column-path';

const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How the columns of a CSV file become attributes: the content of `<file>.mapping.json`. */
export interface Mapping {
  /** From a column's name in the header to its path; null for a column to leave out. @default the name is the path */
  readonly columns: ReadonlyMap<string, string | null>;
  /** Values, as a cell would have them, for paths that the header does not have. @default none */
  readonly defaults: ReadonlyMap<string, string>;
  /** @default a comma */
  readonly delimiter: Delimiter;
}

export const NO_MAPPING: Mapping = { columns: new Map(), defaults: new Map(), delimiter: ',' };

export type MappingResult =
  | { readonly ok: true; readonly mapping: Mapping }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export function readMapping(text: string): MappingResult {
  const value = parsed(text);
  if (!isObject(value)) return { ok: false, faults: [fault('', 'is no JSON object')] };
  const { columns = {}, defaults = {}, delimiter = ',', ...others } = ownMembers(value);
  const faults = [
    ...Object.keys(others).map((key) => fault(pointer('', key), 'is unknown, allowed columns, defaults, delimiter')),
    ...membersFaults('/columns', columns, (path) => path === null || isPath(path)),
    ...membersFaults('/defaults', defaults, (text) => typeof text === 'string'),
    ...(isObject(defaults) ? Object.keys(defaults) : [])
      .filter((path) => !isPath(path))
      .map((path) => fault(pointer('/defaults', path), NOT_A_PATH)),
    ...(isDelimiter(delimiter) ? [] : [fault('/delimiter', "is none of ',', ';', '|' and a tab")]),
  ];
  if (faults.length > 0 || !isDelimiter(delimiter)) return { ok: false, faults };
  return { ok: true, mapping: { columns: entriesOf(columns), defaults: entriesOf(defaults), delimiter } };
}

const NOT_A_PATH = 'is no attribute, and no path into data such as data.items[0].name';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function membersFaults(path: string, members: unknown, isAllowed: (value: unknown) => boolean): Fault[] {
  if (!isObject(members)) return [fault(path, 'is no object')];
  return Object.entries(members).flatMap(([key, value]) =>
    isAllowed(value) ? [] : [fault(pointer(path, key), path === '/columns' ? NOT_A_PATH : 'is no text')],
  );
}

const entriesOf = <Value>(members: unknown) => new Map(Object.entries(members as Record<string, Value>));
const isPath = (value: unknown): boolean => typeof value === 'string' && columnPath(value) !== undefined;
const isDelimiter = (value: unknown): value is Delimiter => DELIMITERS.some((one) => one === value);
const fault = (path: string, message: string): Fault => ({
  code: 'import.mapping',
  path,
  message: `${path || 'the mapping'} ${message}`,
});
