import { afterFailure } from '../../../../shared/domain/delivery/circuit';
import type { Circuits, Opening } from '../../../../shared/ports/circuits';
import { type DisablePorts, disableEndpoint } from '../endpoints/disable-endpoint';
import { type Attempted, deliveryKey, endpointKey, type Known } from './known-circuits';

export interface BreakerPorts extends DisablePorts {
  readonly circuits: Circuits;
}

/** Counts concurrent failures of one endpoint with one write. */
export async function countFailures(
  all: readonly Attempted[],
  known: Known,
  ports: BreakerPorts,
): Promise<undefined[]> {
  const [first] = all;
  if (first === undefined) return [];
  const { endpoint } = first;
  const now = ports.clock.now();
  const countInRun = beginRun(endpointKey(endpoint), all.length, known);
  const circuit = await ports.circuits.fail(endpoint.tenant, endpoint.id, all.length, now.toISOString());
  const run = countInRun(circuit.failingSince);
  const isProbe = all.filter((attempted) => takeProbe(attempted, known) === circuit.openUntil).length > 0;
  const verdict = afterFailure(circuit, { nowMs: now.getTime(), isProbe, run, enabledSince: endpoint.state.since });
  if (verdict.kind === 'open') await openCircuit(first, verdict, circuit.openUntil, known, ports);
  if (verdict.kind === 'disable') await disableAll(all, `failing since ${verdict.since}`, ports);
  return all.map(() => undefined);
}

/**
 * Consecutive failures, as this function sees them, only count within the same circuit: another function may have closed
 * the earlier circuit after a success that this function has not seen.
 *
 * @returns the number of consecutive failures, given the `failingSince` of the circuit that counted them
 */
function beginRun(key: string, count: number, { runs }: Known): (failingSince: string) => number {
  const before = runs.get(key);
  const run = { ...before, count: (before?.count ?? 0) + count };
  // Before the write: a success that comes while the circuit is written must find that this function counted a failure.
  runs.set(key, run);
  return (failingSince) => {
    // Race condition: a success ended the run while the failure was written.
    if (runs.get(key) !== run) return 0;
    const together = before?.failingSince === failingSince ? run.count : count;
    runs.set(key, { count: together, failingSince });
    return together;
  };
}

/** 'none' and not undefined, which is the `openUntil` of a circuit that is not open. */
function takeProbe({ endpoint, deliveryId }: Attempted, { probes }: Known): string {
  const key = deliveryKey(endpoint, deliveryId);
  const openUntil = probes.get(key)?.openUntil ?? 'none';
  probes.delete(key);
  return openUntil;
}

async function openCircuit(
  { endpoint, version }: Attempted,
  { openUntil, openings }: Opening,
  seen: string | undefined,
  known: Known,
  { circuits, log }: BreakerPorts,
): Promise<void> {
  const { tenant, id } = endpoint;
  known.openings.set(endpointKey(endpoint), { openUntil, openings, version });
  const isOpened = await circuits.open(tenant, id, { openUntil, openings }, seen);
  if (isOpened) log.info('circuit_opened', { tenant, endpoint: id, openUntil, openings });
}

/** Disables the endpoint and closes its circuit, so that it starts without failures when it is enabled again. */
export async function disableAll(all: readonly Attempted[], reason: string, ports: BreakerPorts): Promise<undefined[]> {
  const [first] = all;
  if (first) {
    const { tenant, id } = first.endpoint;
    await disableEndpoint(first.endpoint, reason, ports);
    await ports.circuits.close(tenant, id);
  }
  return all.map(() => undefined);
}
