import { isDeepStrictEqual } from 'node:util';
import type { Endpoint, EndpointRegistry } from '../ports/endpoints';

/** Webhook endpoints in this process. */
export function memoryEndpoints(...saved: readonly Endpoint[]): EndpointRegistry {
  const endpoints = new Map(saved.map((endpoint) => [keyOf(endpoint.tenant, endpoint.id), endpoint]));
  const versions = new Map<string, number>();
  const versionOf = (tenant: string) => versions.get(tenant) ?? 0;
  const bump = (tenant: string) => versions.set(tenant, versionOf(tenant) + 1);
  const save = (endpoint: Endpoint) => {
    endpoints.set(keyOf(endpoint.tenant, endpoint.id), endpoint);
    bump(endpoint.tenant);
  };
  return {
    version: async (tenant) => versionOf(tenant),
    load: async (tenant) => {
      const own = [...endpoints.values()].filter((endpoint) => endpoint.tenant === tenant).toSorted(byId);
      const byIds = new Map(own.map((endpoint) => [endpoint.id, endpoint]));
      return { version: versionOf(tenant), endpoints: byIds, circuits: new Map() };
    },
    find: async (tenant, id) => endpoints.get(keyOf(tenant, id)),
    save: async (endpoint) => save(endpoint),
    change: async (tenant, id, change, expected = {}) => {
      const endpoint = endpoints.get(keyOf(tenant, id));
      if (!endpoint || !isDeepStrictEqual({ ...endpoint, ...expected }, endpoint)) return false;
      save({ ...endpoint, ...change });
      return true;
    },
    remove: async (tenant, id) => {
      const isRemoved = endpoints.delete(keyOf(tenant, id));
      if (isRemoved) bump(tenant);
      return isRemoved;
    },
  };
}

const keyOf = (tenant: string, id: string): string => `${tenant} ${id}`;
const byId = (left: Endpoint, right: Endpoint): number => (left.id < right.id ? -1 : 1);
