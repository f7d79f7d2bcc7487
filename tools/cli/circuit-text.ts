import { admission, type Circuit } from '../../shared/domain/delivery/circuit';

/** State of an endpoint's circuit and its failures; empty if it does not fail. */
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
