import { lruCache } from '../../../../shared/domain/kit/cache/lru-cache';
import type { Clock } from '../../../../shared/ports/clock';
import type { EndpointDirectory, EndpointSnapshot, EndpointSource } from '../../../../shared/ports/endpoints';

/**
 * A snapshot older than this is read again even if its version has not changed. DynamoDB isolates a transaction from
 * single reads, and not from queries: rarely, a query sees the new version but not the changed endpoint yet.
 */
export const MAX_SNAPSHOT_SECONDS = 50;
/** Capacity of the LRU cache, in endpoints of all tenants together. */
export const MAX_CACHED_ENDPOINTS = 10_000;

export interface CacheOptions {
  readonly source: EndpointSource;
  readonly clock: Clock;
  /** Minimum age of the last version check before the next one; 0 checks each time. */
  readonly checkSeconds: number;
  /** @default 10,000 */
  readonly maxEndpoints?: number;
}

interface Entry {
  readonly snapshot: EndpointSnapshot;
  readonly loadedMs: number;
  readonly checkedMs: number;
}

/**
 * LRU cache of the tenants' endpoints in the memory of a function: no read for most deliveries, however many endpoints a
 * tenant has. A change is seen within `checkSeconds`, and within `MAX_SNAPSHOT_SECONDS` at the worst.
 */
export function cachedEndpoints(options: CacheOptions): EndpointDirectory {
  const { source, clock, checkSeconds, maxEndpoints = MAX_CACHED_ENDPOINTS } = options;
  const entries = lruCache<string, Entry>(maxEndpoints, weigh);
  const checks = new Map<string, Promise<Entry>>();

  const refresh = async (tenant: string): Promise<Entry> => {
    const known = entries.get(tenant);
    const checkedMs = clock.now().getTime();
    const isSame =
      known !== undefined &&
      isYounger(known.loadedMs, MAX_SNAPSHOT_SECONDS, clock) &&
      (await source.version(tenant)) === known.snapshot.version;
    const snapshot = isSame ? known.snapshot : await source.load(tenant);
    const entry = { snapshot, loadedMs: isSame ? known.loadedMs : checkedMs, checkedMs };
    entries.set(tenant, entry);
    return entry;
  };

  /** Coalesces concurrent callers: one of them checks. */
  const check = (tenant: string): Promise<Entry> => {
    const running = checks.get(tenant);
    if (running) return running;
    const begun = refresh(tenant).finally(() => checks.delete(tenant));
    checks.set(tenant, begun);
    return begun;
  };

  const snapshotOf = async (tenant: string): Promise<EndpointSnapshot> => {
    const entry = entries.get(tenant);
    return entry && isYounger(entry.checkedMs, checkSeconds, clock) ? entry.snapshot : (await check(tenant)).snapshot;
  };

  return {
    snapshot: snapshotOf,
    find: async (tenant, id) => {
      const endpoint = (await snapshotOf(tenant)).endpoints.get(id);
      // The function that fanned out saw an enabled endpoint, so this snapshot may be older than the delivery.
      return endpoint?.state.enabled ? endpoint : source.find(tenant, id);
    },
  };
}

/** At least 1: a tenant without endpoints is cached too. */
const weigh = ({ snapshot }: Entry): number => 1 + snapshot.endpoints.size;

/** False for a negative age: the clock was set back. */
function isYounger(sinceMs: number, seconds: number, clock: Clock): boolean {
  const ageMs = clock.now().getTime() - sinceMs;
  return ageMs >= 0 && ageMs < seconds * 1000;
}
