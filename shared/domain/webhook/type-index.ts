import type { Notification } from '../notification/notification';
import { webhookEvent } from '../notification/routing';
import { passesFilter } from './endpoint-filter';
import { patternsFor } from './endpoint-types';

/** What a fan-out needs of an endpoint. */
export interface ListedEndpoint {
  readonly id: string;
  readonly types: readonly string[];
  /** JSON text of its filter. @default none */
  readonly filter?: string | undefined;
  readonly enabled: boolean;
}

/** What types and filters are compared with. */
export type Wanted = Partial<Notification> & Pick<Notification, 'type'>;

/** A range of endpoint ids in sort order, both ends included. */
export interface IdRange {
  readonly from: string;
  readonly to: string;
}

export interface WantedBy {
  /** Ids of enabled endpoints whose filter passes the notification, sorted. */
  readonly enabled: readonly string[];
  /** Number of disabled endpoints whose filter passes it. */
  readonly disabled: number;
  /** Number of enabled endpoints that want its type, and whose filter does not pass it. */
  readonly filtered: number;
}

/**
 * A tenant's endpoints by the patterns of their types, with their filters. A lookup costs as much as it finds, however many
 * endpoints want other types; it evaluates each filter once, however many endpoints have the same. A hundred thousand
 * endpoints of a few patterns take 6 MB, and 32 MB if each has a pattern of its own. Filters come on top: their different
 * texts, and 6 MB for a hundred thousand endpoints that have one.
 */
export interface TypeIndex {
  /** Number of entries: one for each pattern of each endpoint, and one for each 256 bytes of a different filter. */
  readonly size: number;
  wantedBy(notification: Wanted, range?: IdRange): WantedBy;
}

const CHARACTERS_PER_ENTRY = 256;

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
  const filters = new Map<string, string>();
  const texts = new Map<string, string>();
  let size = 0;
  const addTo = (pattern: string, { id, enabled }: ListedEndpoint) => {
    const entries = byPattern.get(pattern) ?? { enabled: [], disabled: [] };
    entries[enabled ? 'enabled' : 'disabled'].push(id);
    byPattern.set(pattern, entries);
    size++;
  };
  /** Interned, so that endpoints with the same filter share its text. */
  const intern = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, text);
    size += Math.ceil(text.length / CHARACTERS_PER_ENTRY);
    return text;
  };
  return {
    add: (endpoint) => {
      for (const pattern of new Set(endpoint.types)) addTo(pattern, endpoint);
      if (endpoint.filter !== undefined) filters.set(endpoint.id, intern(endpoint.filter));
    },
    build: () => {
      for (const { enabled, disabled } of byPattern.values()) for (const ids of [enabled, disabled]) ids.sort();
      return { size, wantedBy: (notification, range) => wantedBy({ byPattern, filters }, notification, range) };
    },
  };
}

export function typeIndex(endpoints: Iterable<ListedEndpoint>): TypeIndex {
  const builder = typeIndexBuilder();
  for (const endpoint of endpoints) builder.add(endpoint);
  return builder.build();
}

interface Index {
  readonly byPattern: ReadonlyMap<string, Entries>;
  /** By endpoint id. */
  readonly filters: ReadonlyMap<string, string>;
}

function wantedBy({ byPattern, filters }: Index, notification: Wanted, range: IdRange | undefined): WantedBy {
  const matching = patternsFor(notification.type).flatMap((pattern) => byPattern.get(pattern) ?? []);
  const find = (kind: keyof Entries) => union(matching.map((entries) => within(entries[kind], range)));
  const [all, disabled] = [find('enabled'), find('disabled')];
  if (filters.size === 0) return { enabled: all, disabled: disabled.length, filtered: 0 };
  const passes = passesOnce(filters, notification);
  const enabled = all.filter(passes);
  return { enabled, disabled: disabled.filter(passes).length, filtered: all.length - enabled.length };
}

/** Evaluates each different filter once. */
function passesOnce(filters: ReadonlyMap<string, string>, notification: Wanted): (id: string) => boolean {
  const results = new Map<string, boolean>();
  const event = webhookEvent(notification);
  return (id) => {
    const filter = filters.get(id);
    if (filter === undefined) return true;
    const passes = results.get(filter) ?? passesFilter(filter, event);
    results.set(filter, passes);
    return passes;
  };
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
