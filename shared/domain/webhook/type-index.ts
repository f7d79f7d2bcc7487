import { patternsFor } from './endpoint-types';

/** What a fan-out needs of an endpoint. */
export interface ListedEndpoint {
  readonly id: string;
  readonly types: readonly string[];
  readonly enabled: boolean;
}

/** A range of endpoint ids in sort order, both ends included. */
export interface IdRange {
  readonly from: string;
  readonly to: string;
}

export interface WantedBy {
  /** Ids of enabled endpoints, sorted. */
  readonly enabled: readonly string[];
  /** Number of disabled endpoints. */
  readonly disabled: number;
}

/**
 * A tenant's endpoints by the patterns of their types. A lookup costs as much as it finds, however many endpoints want
 * other types. A hundred thousand endpoints of a few patterns take 6 MB, and 32 MB if each has a pattern of its own.
 */
export interface TypeIndex {
  /** Number of entries, one for each pattern of each endpoint. */
  readonly size: number;
  wantedBy(type: string, range?: IdRange): WantedBy;
}

interface Entries {
  readonly enabled: string[];
  readonly disabled: string[];
}

export interface TypeIndexBuilder {
  add(endpoint: ListedEndpoint): void;
  build(): TypeIndex;
}

/** Builds an index from endpoints in any order, without keeping them: they may come page by page. */
export function typeIndexBuilder(): TypeIndexBuilder {
  const byPattern = new Map<string, Entries>();
  let size = 0;
  const addTo = (pattern: string, { id, enabled }: ListedEndpoint) => {
    const entries = byPattern.get(pattern) ?? { enabled: [], disabled: [] };
    entries[enabled ? 'enabled' : 'disabled'].push(id);
    byPattern.set(pattern, entries);
    size++;
  };
  return {
    add: (endpoint) => {
      for (const pattern of new Set(endpoint.types)) addTo(pattern, endpoint);
    },
    build: () => {
      for (const { enabled, disabled } of byPattern.values()) for (const ids of [enabled, disabled]) ids.sort();
      return { size, wantedBy: (type, range) => wantedBy(byPattern, type, range) };
    },
  };
}

export function typeIndex(endpoints: Iterable<ListedEndpoint>): TypeIndex {
  const builder = typeIndexBuilder();
  for (const endpoint of endpoints) builder.add(endpoint);
  return builder.build();
}

function wantedBy(byPattern: ReadonlyMap<string, Entries>, type: string, range: IdRange | undefined): WantedBy {
  const matching = patternsFor(type).flatMap((pattern) => byPattern.get(pattern) ?? []);
  const find = (kind: keyof Entries) => union(matching.map((entries) => within(entries[kind], range)));
  return { enabled: find('enabled'), disabled: find('disabled').length };
}

/** An endpoint with several patterns that match is found once. */
function union(lists: readonly (readonly string[])[]): readonly string[] {
  const [only = [], ...others] = lists.filter(({ length }) => length > 0);
  return others.length === 0 ? only : [...new Set([only, ...others].flat())].sort();
}

const within = (ids: readonly string[], range: IdRange | undefined): readonly string[] =>
  range === undefined
    ? ids
    : ids.slice(
        countWhere(ids, (id) => id < range.from),
        countWhere(ids, (id) => id <= range.to),
      );

/** Binary search: the number of ids, from the first on, for which this is so. */
function countWhere(ids: readonly string[], isSo: (id: string) => boolean): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isSo(ids[middle] as string)) low = middle + 1;
    else high = middle;
  }
  return low;
}
