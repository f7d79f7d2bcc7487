import { lruCache } from '../../../../shared/domain/kit/cache/lru-cache';
import type { IdRange, TypeIndex } from '../../../../shared/domain/webhook/type-index';
import type { Clock } from '../../../../shared/ports/clock';
import type { EndpointSource, VersionedIndex } from '../../../../shared/ports/endpoints';
import { isYounger, MAX_AGE_SECONDS } from './age';
import type { CachedVersions } from './cached-versions';
import { onceAtATime } from './once-at-a-time';

/** Capacity of the LRU cache, in patterns of endpoints of all tenants together: 12 MB, at most 64. */
const MAX_ENTRIES = 200_000;

/**
 * So many endpoints are read again every `MAX_AGE_SECONDS`; of ten times as many the index is kept ten times as long. So
 * reading them again costs the same in a second, however many there are.
 */
const ENDPOINTS_PER_AGE = 1_000;

export interface IndexOptions {
  readonly source: Pick<EndpointSource, 'index' | 'indexOf'>;
  readonly versions: CachedVersions;
  readonly clock: Clock;
}

interface Entry extends VersionedIndex {
  readonly readMs: number;
  readonly maxAgeSeconds: number;
}

/**
 * The index of a tenant's endpoints by type. Without a range it reads all of them if they may have changed. For a range it
 * reads only those in the range unless the index is in the cache: a fan-out to many endpoints must not read all of them in
 * each of its parts.
 */
export function cachedIndexes({ source, versions, clock }: IndexOptions) {
  const entries = lruCache<string, Entry>(MAX_ENTRIES, ({ index }) => 1 + index.size);
  const once = onceAtATime<TypeIndex>();
  const current = async (tenant: string): Promise<TypeIndex | undefined> => {
    const entry = entries.get(tenant);
    if (entry === undefined || !isYounger(entry.readMs, entry.maxAgeSeconds, clock)) return undefined;
    const { indexVersion } = await versions.of(tenant);
    return indexVersion === entry.indexVersion ? entry.index : undefined;
  };
  const read = async (tenant: string): Promise<TypeIndex> => {
    const before = entries.get(tenant);
    const readMs = clock.now().getTime();
    const { index, version, indexVersion } = await source.index(tenant);
    const isReadAgain = before?.indexVersion === indexVersion && !isYounger(before.readMs, MAX_AGE_SECONDS, clock);
    const maxAgeSeconds = maxAgeOf(index, isReadAgain);
    entries.set(tenant, { index, version, indexVersion, readMs, maxAgeSeconds });
    versions.keep(tenant, { version, indexVersion }, readMs);
    return index;
  };
  return async (tenant: string, range?: IdRange): Promise<TypeIndex> => {
    const known = await current(tenant);
    if (known) return known;
    return range === undefined ? once(tenant, () => read(tenant)) : source.indexOf(tenant, range);
  };
}

/** Read again soon under the same version: DynamoDB does not isolate a query from a transaction that is in progress. */
const maxAgeOf = ({ size }: TypeIndex, isReadAgain: boolean): number =>
  isReadAgain ? MAX_AGE_SECONDS * Math.max(1, size / ENDPOINTS_PER_AGE) : MAX_AGE_SECONDS;
