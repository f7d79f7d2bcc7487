import { admission, type Circuit } from '../../shared/domain/delivery/circuit';

/** How an endpoint fares that fails; empty of one that does not. */
export function circuitText(circuit: Circuit | undefined, now: Date): string {
  if (circuit === undefined) return '';
  const failing = `${circuit.failures} failed since ${circuit.failingSince}`;
  switch (admission(circuit, now.getTime()).kind) {
    case 'wait':
      return `open until ${circuit.openUntil}, ${failing}`;
    case 'probe':
      return `open until the next attempt, ${failing}`;
    case 'pass':
      return `closed, ${failing}`;
  }
}

/** The machine's form, beside the endpoint or the delivery that it belongs to. */
export function circuitDocument(known: Circuit | undefined): Omit<Circuit, 'endpoint'> | undefined {
  if (known === undefined) return undefined;
  const { endpoint: _, ...circuit } = known;
  return circuit;
}
