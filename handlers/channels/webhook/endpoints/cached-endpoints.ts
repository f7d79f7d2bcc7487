import { setImmediate } from 'node:timers/promises';
import { lruCache } from '../../../../shared/domain/kit/cache/lru-cache';
import type { EndpointDirectory, EndpointSource, KnownEndpoint } from '../../../../shared/ports/endpoints';
import { isYounger, MAX_AGE_SECONDS } from './age';
import { cachedIndexes } from './cached-indexes';
import { cachedVersions, type VersionOptions } from './cached-versions';
import { onceAtATime } from './once-at-a-time';

/** Capacity of the LRU cache, in endpoints of all tenants together: about 9 MB with their opened secrets, and templates. */
const MAX_CACHED_ENDPOINTS = 10_000;

/**
 * A lookup in a larger index may evaluate filters for a second of a small function. Between the lookups of a batch the timer
 * fires that returns unfinished records, and records that are done are acknowledged.
 */
const LARGE_INDEX = 10_000;

export interface CacheOptions extends VersionOptions {
  readonly source: EndpointSource;
  /** @default 10,000 */
  readonly maxEndpoints?: number;
}

interface Entry extends KnownEndpoint {
  readonly readMs: number;
}

/**
 * The tenants' endpoints in the memory of a function: those that it delivers to, one by one, and an index of which endpoint
 * wants which type. So a delivery costs the same however many endpoints the tenant has: no read for most, two keys if its
 * endpoint is not in the cache. A change is seen within `checkSeconds`, and within `MAX_AGE_SECONDS` at the worst.
 */
export function cachedEndpoints(options: CacheOptions): EndpointDirectory {
  const { source, clock, maxEndpoints = MAX_CACHED_ENDPOINTS } = options;
  const versions = cachedVersions(options);
  const indexOf = cachedIndexes({ source, versions, clock });
  const entries = lruCache<string, Entry>(maxEndpoints, weightOf);
  const once = onceAtATime<Entry>();

  const read = async (tenant: string, id: string, version: number): Promise<Entry> => {
    const readMs = clock.now().getTime();
    const entry = { ...(await source.read(tenant, id)), version, readMs };
    entries.set(keyOf(tenant, id), entry);
    return entry;
  };
  const known = async (tenant: string, id: string): Promise<Entry> => {
    // The version is read first: a change in between has a later one, and the next check detects it.
    const { version } = await versions.of(tenant);
    const entry = entries.get(keyOf(tenant, id));
    const isCurrent = entry?.version === version && isYounger(entry.readMs, MAX_AGE_SECONDS, clock);
    return isCurrent ? entry : once(`${version} ${keyOf(tenant, id)}`, () => read(tenant, id, version));
  };

  return {
    known,
    wantedBy: async (tenant, notification, range) => {
      const index = await indexOf(tenant, range);
      if (index.size > LARGE_INDEX) await setImmediate();
      return index.wantedBy(notification, range);
    },
    find: async (tenant, id) => {
      const { endpoint } = await known(tenant, id);
      // The function that fanned out saw an enabled endpoint, so this one may be older than the delivery.
      return endpoint?.state.enabled ? endpoint : source.find(tenant, id);
    },
    fresh: (tenant, id) => source.find(tenant, id),
  };
}

/** In endpoints without a template, which take about this many bytes. */
const BYTES_OF_AN_ENDPOINT = 900;

function weightOf({ endpoint }: Entry): number {
  const { format } = endpoint ?? {};
  return format?.name === 'template' ? 1 + Math.ceil(format.template.length / BYTES_OF_AN_ENDPOINT) : 1;
}

const keyOf = (tenant: string, id: string): string => `${tenant} ${id}`;
