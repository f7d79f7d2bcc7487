import type { Fault } from '../kit/errors/coded-error';
import { type ColumnPath, columnPath, pathKey } from './column-path';
import type { Mapping } from './mapping';

export interface Header {
  /** Path of each column, in order; undefined for one that the mapping leaves out. */
  readonly columns: readonly (ColumnPath | undefined)[];
  /** Values for paths without a column. */
  readonly defaults: readonly { readonly path: ColumnPath; readonly text: string }[];
}

export type HeaderResult =
  | { readonly ok: true; readonly header: Header }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Columns that a file may name among its faults. */
const MAX_NAMED = 20;

/** The paths of a header row. A column that names no attribute would be a fault of every line, so the file is refused. */
export function readHeader(names: readonly string[], { columns, defaults, delimiter }: Mapping): HeaderResult {
  const mapped = names.map((name) => (columns.has(name.trim()) ? columns.get(name.trim()) : name.trim()));
  const paths = mapped.map((path) => (path == null ? undefined : columnPath(path)));
  const given = new Set(paths.flatMap((path) => (path ? [pathKey(path)] : [])));
  const added = [...defaults].flatMap(([name, text]) => {
    const path = columnPath(name);
    return path && !given.has(pathKey(path)) ? [{ path, text }] : [];
  });
  const faults = [
    ...names.flatMap((name, at) => (mapped[at] !== null && paths[at] === undefined ? [unknown(name, delimiter)] : [])),
    ...[...columns.keys()].filter((name) => !names.some((one) => one.trim() === name)).map(missing),
    ...conflicts([...paths, ...added.map(({ path }) => path)]),
  ];
  return faults.length > 0
    ? { ok: false, faults: faults.slice(0, MAX_NAMED) }
    : { ok: true, header: { columns: paths, defaults: added } };
}

const fault = (message: string): Fault => ({ code: 'import.columns', path: '', message });

function unknown(name: string, delimiter: string): Fault {
  const other = [';', '\t', '|', ','].find((mark) => mark !== delimiter && name.includes(mark));
  const hint =
    other === undefined
      ? ''
      : `; if the file is divided by ${JSON.stringify(other)}, say so as "delimiter" of the mapping`;
  const seen = JSON.stringify(name.slice(0, 60).toWellFormed());
  return fault(
    `column ${seen} is no attribute, and no path into data such as data.items[0].name; map it, or leave it out with null${hint}`,
  );
}

const missing = (name: string): Fault =>
  fault(`the mapping names column ${JSON.stringify(name)}, which the header does not have`);

/** Faults of paths that come twice, or that hold others. */
function conflicts(paths: readonly (ColumnPath | undefined)[]): Fault[] {
  const all = paths.flatMap((path) => path ?? []).length === 0 ? [] : paths.filter((path) => path !== undefined);
  const counts = new Map<string, number>();
  for (const path of all) counts.set(pathKey(path), (counts.get(pathKey(path)) ?? 0) + 1);
  const holders = all.flatMap((path) =>
    path.slice(0, -1).map((_, at) => pathKey(path.slice(0, at + 1) as unknown as ColumnPath)),
  );
  const twice = [...counts].filter(([, times]) => times > 1).map(([key]) => key);
  const held = [...new Set(holders)].filter((key) => counts.has(key));
  return [...twice, ...held].map((key) => fault(`two columns set ${key.slice(1)}, or one sets a part of the other`));
}
