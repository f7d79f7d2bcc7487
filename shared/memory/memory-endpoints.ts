import { isDeepStrictEqual } from 'node:util';
import type { Circuits } from '../ports/circuits';
import { type Endpoint, type EndpointChange, type EndpointRegistry, startsAfresh } from '../ports/endpoints';
import { type CircuitItems, circuitKey, circuitsOf, memoryCircuits } from './memory-circuits';

/** In-memory registry of webhook endpoints with their circuits. */
export function memoryEndpoints(...saved: readonly Endpoint[]): EndpointRegistry & Circuits {
  const endpoints = new Map(saved.map((endpoint) => [keyOf(endpoint.tenant, endpoint.id), endpoint]));
  const versions = new Map<string, number>();
  const versionOf = (tenant: string) => versions.get(tenant) ?? 0;
  const bump = (tenant: string) => void versions.set(tenant, versionOf(tenant) + 1);
  const circuits: CircuitItems = new Map();
  const save = (endpoint: Endpoint) => {
    endpoints.set(keyOf(endpoint.tenant, endpoint.id), endpoint);
    bump(endpoint.tenant);
  };
  return {
    ...memoryCircuits(circuits, bump),
    version: async (tenant) => versionOf(tenant),
    load: async (tenant) => {
      const own = [...endpoints.values()].filter((endpoint) => endpoint.tenant === tenant).toSorted(byId);
      const byIds = new Map(own.map((endpoint) => [endpoint.id, endpoint]));
      return { version: versionOf(tenant), endpoints: byIds, circuits: circuitsOf(circuits, tenant) };
    },
    find: async (tenant, id) => endpoints.get(keyOf(tenant, id)),
    all: async function* () {
      yield* endpoints.values();
    },
    save: async (endpoint) => save(endpoint),
    change: async (tenant, id, change, expected = {}) => {
      const endpoint = endpoints.get(keyOf(tenant, id));
      if (!endpoint || !isAsExpected(endpoint, expected)) return false;
      save(changed(endpoint, change));
      if (startsAfresh(change)) circuits.delete(circuitKey(tenant, id));
      return true;
    },
    remove: async (tenant, id) => {
      const isRemoved = endpoints.delete(keyOf(tenant, id));
      if (isRemoved) bump(tenant);
      if (isRemoved) circuits.delete(circuitKey(tenant, id));
      return isRemoved;
    },
  };
}

const isAsExpected = (endpoint: Endpoint, expected: EndpointChange): boolean =>
  Object.entries(expected).every(([name, value]) => isDeepStrictEqual(endpoint[name as keyof Endpoint], value));

const changed = (endpoint: Endpoint, change: EndpointChange): Endpoint =>
  Object.fromEntries(
    Object.entries({ ...endpoint, ...change }).filter(([, value]) => value !== undefined),
  ) as unknown as Endpoint;

const keyOf = (tenant: string, id: string): string => `${tenant} ${id}`;
const byId = (left: Endpoint, right: Endpoint): number => (left.id < right.id ? -1 : 1);
