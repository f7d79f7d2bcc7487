import { lruCache } from '../../../../shared/domain/kit/cache/lru-cache';
import type { Clock } from '../../../../shared/ports/clock';
import type { DirectoryVersions, EndpointSource } from '../../../../shared/ports/endpoints';
import { isYounger } from './age';
import { onceAtATime } from './once-at-a-time';

/** Capacity of the LRU cache, in tenants. */
const MAX_TENANTS = 10_000;

export interface VersionOptions {
  readonly source: Pick<EndpointSource, 'versions'>;
  readonly clock: Clock;
  /** Minimum age of the last version check before the next one; 0 checks each time. */
  readonly checkSeconds: number;
}

export interface CachedVersions {
  /** At most `checkSeconds` old: one small read, whatever the number of endpoints. */
  of(tenant: string): Promise<DirectoryVersions>;
  /** Keeps versions that were read with something else, by a read that began then. */
  keep(tenant: string, versions: DirectoryVersions, readMs: number): void;
}

/** The versions of tenants, which say whether anything else in the cache is still valid. */
export function cachedVersions({ source, clock, checkSeconds }: VersionOptions): CachedVersions {
  const entries = lruCache<string, { readonly versions: DirectoryVersions; readonly readMs: number }>(MAX_TENANTS);
  const once = onceAtATime<DirectoryVersions>();
  const keep: CachedVersions['keep'] = (tenant, versions, readMs) => {
    const known = entries.get(tenant);
    // A read that began earlier may have seen less.
    if (known === undefined || known.readMs <= readMs || known.readMs > clock.now().getTime())
      entries.set(tenant, { versions, readMs });
  };
  const check = async (tenant: string) => {
    const readMs = clock.now().getTime();
    const versions = await source.versions(tenant);
    keep(tenant, versions, readMs);
    return versions;
  };
  return {
    of: async (tenant) => {
      const entry = entries.get(tenant);
      if (entry && isYounger(entry.readMs, checkSeconds, clock)) return entry.versions;
      return once(tenant, () => check(tenant));
    },
    keep,
  };
}
