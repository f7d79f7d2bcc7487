import type { Circuit } from './circuit';

/** The machine's form, beside the endpoint or the delivery that it belongs to. */
export function circuitDocument(known: Circuit | undefined): Omit<Circuit, 'endpoint'> | undefined {
  if (known === undefined) return undefined;
  const { endpoint: _, ...circuit } = known;
  return circuit;
}
