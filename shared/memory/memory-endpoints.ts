import { isDeepStrictEqual } from 'node:util';
import { typeIndex } from '../domain/webhook/type-index';
import type { Circuits } from '../ports/circuits';
import {
  type DirectoryVersions,
  type Endpoint,
  type EndpointChange,
  type EndpointRegistry,
  type EndpointSource,
  leavesIndex,
  MAX_ENDPOINTS,
  startsAfresh,
} from '../ports/endpoints';
import { type CircuitItems, circuitKey, circuitOf, circuitsOf, memoryCircuits } from './memory-circuits';

export type MemoryEndpoints = EndpointRegistry & EndpointSource & Circuits;

/** In-memory registry of webhook endpoints with their circuits. */
export const memoryEndpoints = (...saved: readonly Endpoint[]): MemoryEndpoints =>
  limitedMemoryEndpoints(MAX_ENDPOINTS, saved);

/** The same with another maximum of endpoints per tenant. */
export function limitedMemoryEndpoints(maxEndpoints: number, saved: readonly Endpoint[] = []): MemoryEndpoints {
  const tenants = new Map<string, Map<string, Endpoint>>();
  const versions = new Map<string, DirectoryVersions>();
  const circuits: CircuitItems = new Map();
  const of = (tenant: string) => tenants.get(tenant) ?? new Map<string, Endpoint>();
  const sorted = (tenant: string) => [...of(tenant).values()].toSorted(byId);
  const versionsOf = (tenant: string) => versions.get(tenant) ?? { version: 0, indexVersion: 0 };
  const bump = (tenant: string, isSameIndex = false) => {
    const { version, indexVersion } = versionsOf(tenant);
    versions.set(tenant, { version: version + 1, indexVersion: isSameIndex ? indexVersion : indexVersion + 1 });
  };
  const put = (endpoint: Endpoint) => {
    tenants.set(endpoint.tenant, of(endpoint.tenant).set(endpoint.id, endpoint));
  };
  for (const endpoint of saved) put(endpoint);
  return {
    ...memoryCircuits(circuits, (tenant) => bump(tenant, true)),
    version: async (tenant) => versionsOf(tenant).version,
    versions: async (tenant) => versionsOf(tenant),
    load: async (tenant) => {
      const endpoints = new Map(sorted(tenant).map((endpoint) => [endpoint.id, endpoint]));
      return { version: versionsOf(tenant).version, endpoints, circuits: circuitsOf(circuits, tenant) };
    },
    index: async (tenant) => ({ ...versionsOf(tenant), index: typeIndex(sorted(tenant).map(listed)) }),
    indexOf: async (tenant, { from, to }) =>
      typeIndex(sorted(tenant).flatMap((one) => (from <= one.id && one.id <= to ? [listed(one)] : []))),
    read: async (tenant, id) => ({ endpoint: of(tenant).get(id), circuit: circuitOf(circuits, tenant, id) }),
    page: async (tenant, { after = '', limit }) => {
      const left = sorted(tenant).filter(({ id }) => id > after);
      const endpoints = left
        .slice(0, limit)
        .map((endpoint) => ({ endpoint, circuit: circuitOf(circuits, tenant, endpoint.id) }));
      return { endpoints, hasMore: left.length > limit };
    },
    find: async (tenant, id) => of(tenant).get(id),
    all: async function* () {
      for (const endpoints of tenants.values()) yield* endpoints.values();
    },
    save: async (endpoint) => {
      const own = of(endpoint.tenant);
      if (!own.has(endpoint.id) && own.size >= maxEndpoints) return false;
      put(endpoint);
      bump(endpoint.tenant);
      return true;
    },
    change: async (tenant, id, change, expected = {}) => {
      const endpoint = of(tenant).get(id);
      if (!endpoint || !isAsExpected(endpoint, expected)) return false;
      put(changed(endpoint, change));
      bump(tenant, leavesIndex(change));
      if (startsAfresh(change)) circuits.delete(circuitKey(tenant, id));
      return true;
    },
    remove: async (tenant, id) => {
      const isRemoved = of(tenant).delete(id);
      if (isRemoved) bump(tenant);
      if (isRemoved) circuits.delete(circuitKey(tenant, id));
      return isRemoved;
    },
  };
}

const listed = ({ id, types, filter, state: { enabled } }: Endpoint) => ({ id, types, filter, enabled });

const isAsExpected = (endpoint: Endpoint, expected: EndpointChange): boolean =>
  Object.entries(expected).every(([name, value]) => isDeepStrictEqual(endpoint[name as keyof Endpoint], value));

const changed = (endpoint: Endpoint, change: EndpointChange): Endpoint =>
  Object.fromEntries(
    Object.entries({ ...endpoint, ...change }).filter(([, value]) => value !== undefined),
  ) as unknown as Endpoint;

const byId = (left: Endpoint, right: Endpoint): number => (left.id < right.id ? -1 : 1);
