import type { Endpoint, EndpointRegistry } from '../ports/directory';

/** Webhook endpoints in this process. */
export function memoryEndpoints(...saved: readonly Endpoint[]): EndpointRegistry {
  const endpoints = new Map(saved.map((endpoint) => [keyOf(endpoint.tenant, endpoint.id), endpoint]));
  return {
    list: async (tenant) => [...endpoints.values()].filter((endpoint) => endpoint.tenant === tenant).toSorted(byId),
    find: async (tenant, id) => endpoints.get(keyOf(tenant, id)),
    save: async (endpoint) => void endpoints.set(keyOf(endpoint.tenant, endpoint.id), endpoint),
    remove: async (tenant, id) => endpoints.delete(keyOf(tenant, id)),
  };
}

const keyOf = (tenant: string, id: string): string => `${tenant} ${id}`;
const byId = (left: Endpoint, right: Endpoint): number => (left.id < right.id ? -1 : 1);
