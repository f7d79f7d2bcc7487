import { type ScalarType, scalarTypesAt } from '../../catalogue/schema-at';
import { type ColumnPath, setAt } from '../../domain/import/column-path';
import type { Header } from '../../domain/import/header';
import type { TextEntry } from './judge-line';
import { typedValue } from './typed-value';

/** Values of one record as the entry that its columns describe; an empty value is left out. */
export type RowReader = (values: readonly string[]) => TextEntry;

type Types = readonly ReadonlySet<ScalarType>[];

/** Looks the types of values up once for each notification type of the file: a schema is walked for columns, not for rows. */
export function rowReader({ columns, defaults }: Header): RowReader {
  const paths = [...columns, ...defaults.map(({ path }) => path)];
  const texts = defaults.map(({ text }) => text);
  const ofType = paths.findIndex((path) => path?.[0] === 'type');
  const typesOf = new Map<string, Types>();
  return (values) => {
    if (values.length !== columns.length) return wrongColumns(values.length, columns.length);
    const cells = [...values, ...texts];
    const type = cells[ofType] ?? '';
    const types = typesOf.get(type) ?? paths.map((path) => typesAt(type, path));
    if (typesOf.size < MAX_TYPES) typesOf.set(type, types);
    const entry: Record<string, unknown> = {};
    for (const [at, path] of paths.entries()) {
      const cell = cells[at] ?? '';
      if (path !== undefined && cell !== '') setAt(entry, path, typedValue(cell, types[at] ?? TEXT));
    }
    return { value: { data: {}, ...entry } };
  };
}

/** Types whose values are remembered: a file of anything else than types must not fill the memory. */
const MAX_TYPES = 100;
const TEXT: ReadonlySet<ScalarType> = new Set(['string']);

function typesAt(type: string, path: ColumnPath | undefined): ReadonlySet<ScalarType> {
  if (path?.[0] !== 'data') return TEXT;
  const types = scalarTypesAt(type, path.slice(1));
  return types.size === 0 ? TEXT : types;
}

function wrongColumns(found: number, expected: number): TextEntry {
  const message = `the line has ${found} values, the header ${expected}; put a value that has the delimiter in quotes`;
  return { faults: [{ code: 'import.csv', path: '', message }] };
}
