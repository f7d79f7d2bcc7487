import type { Circuit } from './circuit';

/** The circuit as JSON output, nested in the endpoint or the delivery it belongs to. */
export function circuitDocument(known: Circuit | undefined): Omit<Circuit, 'endpoint'> | undefined {
  if (known === undefined) return undefined;
  const { endpoint: _, ...circuit } = known;
  return circuit;
}
