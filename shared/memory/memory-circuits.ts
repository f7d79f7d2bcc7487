import { type Circuit, countFailures } from '../domain/delivery/circuit';
import type { Circuits } from '../ports/circuits';

/** By tenant and endpoint. */
export type CircuitItems = Map<string, Circuit & { readonly tenant: string }>;

/** @param bump writes the tenant's next version */
export function memoryCircuits(items: CircuitItems, bump: (tenant: string) => void): Circuits {
  const put = (tenant: string, circuit: Circuit) =>
    void items.set(circuitKey(tenant, circuit.endpoint), { ...circuit, tenant });
  const get = (tenant: string, endpoint: string) => circuitOf(items, tenant, endpoint);
  return {
    fail: async (tenant, endpoint, count, at) => {
      const known = get(tenant, endpoint);
      const circuit = countFailures(known, { endpoint, count, at });
      put(tenant, circuit);
      if (circuit.failingSince !== known?.failingSince) bump(tenant);
      return circuit;
    },
    open: async (tenant, endpoint, opening, seen) => {
      const known = get(tenant, endpoint);
      if (!known || known.openUntil !== seen) return false;
      put(tenant, { ...known, ...opening });
      bump(tenant);
      return true;
    },
    close: async (tenant, endpoint) => {
      if (items.delete(circuitKey(tenant, endpoint))) bump(tenant);
    },
  };
}

export const circuitKey = (tenant: string, endpoint: string): string => `${tenant} ${endpoint}`;

export function circuitOf(items: CircuitItems, tenant: string, endpoint: string): Circuit | undefined {
  const { tenant: _, ...circuit } = items.get(circuitKey(tenant, endpoint)) ?? {};
  return 'endpoint' in circuit ? (circuit as Circuit) : undefined;
}

/** A tenant's circuits, as a snapshot contains them. */
export const circuitsOf = (items: CircuitItems, tenant: string): ReadonlyMap<string, Circuit> =>
  new Map(
    [...items.values()].flatMap(({ tenant: of, ...circuit }) => (of === tenant ? [[circuit.endpoint, circuit]] : [])),
  );
