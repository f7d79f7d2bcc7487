import { lruCache } from '../../../../shared/domain/kit/cache/lru-cache';
import type { Clock } from '../../../../shared/ports/clock';
import type { EndpointDirectory, EndpointSnapshot, EndpointSource } from '../../../../shared/ports/endpoints';

/**
 * A snapshot older than this is read again even if its version has not changed. DynamoDB isolates a transaction from
 * single reads, and not from queries: once in a long while a query sees the new version and not yet what changed.
 */
export const MAX_SNAPSHOT_SECONDS = 50;
/** Of all tenants together. Beyond, tenants are forgotten, the longest unused first. */
export const MAX_CACHED_ENDPOINTS = 10_000;

export interface CacheOptions {
  readonly source: EndpointSource;
  readonly clock: Clock;
  /** The version is looked at when it was last looked at longer ago; 0 looks each time. */
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
 * The endpoints of tenants, kept in the memory of a function: no read for most deliveries, however many endpoints a
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

  /** Of callers at once, one checks. */
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
      // Whoever spread the notification knew an enabled one, so the snapshot may be older than the delivery.
      return endpoint?.state.enabled ? endpoint : source.find(tenant, id);
    },
  };
}

/** A tenant without endpoints is remembered too. */
const weigh = ({ snapshot }: Entry): number => 1 + snapshot.endpoints.size;

/** A clock that was set back makes everything old. */
function isYounger(sinceMs: number, seconds: number, clock: Clock): boolean {
  const ageMs = clock.now().getTime() - sinceMs;
  return ageMs >= 0 && ageMs < seconds * 1000;
}
