import { setTimeout as sleep } from 'node:timers/promises';
import { admission, afterFailure, type Circuit, NOTICE_SECONDS } from '../../shared/domain/delivery/circuit';
import { type Deferred, deferred } from '../../shared/domain/delivery/outcome';
import { spread } from '../../shared/domain/spread';
import type { Circuits, Opening } from '../../shared/ports/circuits';
import type { Endpoint } from '../../shared/ports/endpoints';
import { describe } from '../../shared/runtime/attempt-delivery';
import { gather } from '../../shared/runtime/gather';
import { bounded } from './bounded';
import { type DisablePorts, disableEndpoint } from './disable-endpoint';

export interface BreakerPorts extends DisablePorts {
  readonly circuits: Circuits;
}

/** An attempt for an endpoint, and the endpoint's circuit as the snapshot has it. */
export interface Attempted {
  readonly endpoint: Endpoint;
  /** Tells the deliveries of an endpoint apart. */
  readonly deliveryId: string;
  readonly circuit: Circuit | undefined;
}

/**
 * Spares an endpoint that fails, and us the waiting for it. An endpoint that is well costs nothing here: no circuit in
 * the snapshot, no read, no write. What goes wrong after an attempt is logged and changes no delivery.
 */
export interface CircuitBreaker {
  /** Undefined where the attempt may be made. */
  admit(attempted: Attempted): Promise<Deferred | undefined>;
  succeeded(attempted: Attempted): Promise<void>;
  failed(attempted: Attempted): Promise<void>;
  /** The endpoint wants no more: 410. */
  gone(attempted: Attempted): Promise<void>;
}

/** What one function knows that the snapshot does not show yet. */
interface Known {
  /** By endpoint: failures in a row. */
  readonly runs: Map<string, number>;
  /** By endpoint: what this function opened. */
  readonly openings: Map<string, Opening>;
  /** By delivery: the `openUntil` that it wrote to be the one that may attempt. */
  readonly probes: Map<string, string>;
  /** Circuits whose one attempt is given away. */
  readonly given: WeakSet<Circuit>;
  readonly closed: WeakSet<Circuit>;
}

/** Waits are spread over this part of them, so that not all come back in one moment. */
const SPREAD = 0.1;
const MIN_SPREAD_SECONDS = 5;

const BOOKKEEPING_MS = 1_000;

export const GONE = 'gone: the endpoint answered 410';

export function circuitBreaker(ports: BreakerPorts): CircuitBreaker {
  const known: Known = {
    ...{ runs: bounded(), openings: bounded(), probes: bounded() },
    ...{ given: new WeakSet(), closed: new WeakSet() },
  };
  const countFailure = gather((_, all: readonly Attempted[]) => countFailures(all, known, ports));
  const disable = gather((_, all: readonly Attempted[]) => disableAll(all, GONE, ports));
  const quietly = (attempted: Attempted, keepBooks: () => Promise<unknown>) => {
    const { tenant, id } = attempted.endpoint;
    const failed = (error: unknown) =>
      ports.log.error('circuit_bookkeeping_failed', { tenant, endpoint: id, error: describe(error) });
    return atMost(
      BOOKKEEPING_MS,
      keepBooks().then(() => undefined, failed),
    );
  };
  return {
    admit: (attempted) => admit(attempted, known, ports),
    succeeded: (attempted) => quietly(attempted, () => closeCircuit(attempted, known, ports)),
    failed: (attempted) => quietly(attempted, () => countFailure(endpointKey(attempted), attempted)),
    gone: (attempted) => quietly(attempted, () => disable(endpointKey(attempted), attempted)),
  };
}

async function admit(attempted: Attempted, known: Known, { circuits, clock }: BreakerPorts) {
  const { circuit, endpoint, deliveryId } = attempted;
  if (circuit && known.closed.has(circuit)) return undefined;
  const nowMs = clock.now().getTime();
  const own = admission(known.openings.get(endpointKey(attempted)), nowMs);
  // One that this function opened shows in the snapshot long before it is over.
  const decision = own.kind === 'wait' ? own : admission(circuit, nowMs);
  if (decision.kind === 'pass') return undefined;
  if (decision.kind === 'wait' || circuit === undefined) return wait(decision, deliveryId);
  if (known.given.has(circuit)) return wait(decision, deliveryId);
  known.given.add(circuit);
  const opening = { openUntil: decision.openUntil, openings: circuit.openings ?? 1 };
  const isOurs = await circuits.open(endpoint.tenant, endpoint.id, opening, circuit.openUntil);
  if (isOurs) known.probes.set(deliveryKey(attempted), opening.openUntil);
  return isOurs ? undefined : wait(decision, deliveryId);
}

/** Where another attempt is to show how the endpoint fares, the snapshot will tell. */
function wait(decision: { readonly seconds: number } | { readonly openUntil: string }, deliveryId: string): Deferred {
  const seconds = 'seconds' in decision ? decision.seconds : NOTICE_SECONDS;
  const more = spread(deliveryId, Math.max(MIN_SPREAD_SECONDS, seconds * SPREAD));
  return deferred('the endpoint is failing, and left in peace for a while', seconds + more);
}

async function closeCircuit(
  attempted: Attempted,
  { runs, openings, probes, closed }: Known,
  { circuits }: BreakerPorts,
) {
  const { circuit, endpoint } = attempted;
  const isProbe = probes.delete(deliveryKey(attempted));
  const failedHere = runs.delete(endpointKey(attempted));
  const isKnown = circuit !== undefined && !closed.has(circuit);
  if (!isProbe && !failedHere && !isKnown) return;
  if (circuit) closed.add(circuit);
  openings.delete(endpointKey(attempted));
  await circuits.close(endpoint.tenant, endpoint.id);
}

/** Failures of one endpoint, counted together. */
async function countFailures(all: readonly Attempted[], known: Known, ports: BreakerPorts): Promise<undefined[]> {
  const [first] = all;
  if (first === undefined) return [];
  const { endpoint } = first;
  const now = ports.clock.now();
  const key = endpointKey(first);
  const run = (known.runs.get(key) ?? 0) + all.length;
  known.runs.set(key, run);
  const circuit = await ports.circuits.fail(endpoint.tenant, endpoint.id, all.length, now.toISOString());
  const isProbe = all.filter((attempted) => takeProbe(attempted, known) === circuit.openUntil).length > 0;
  const seen = { nowMs: now.getTime(), isProbe, run, enabledSince: endpoint.state.since };
  const verdict = afterFailure(circuit, seen);
  if (verdict.kind === 'open') await openCircuit(first, verdict, circuit.openUntil, known, ports);
  if (verdict.kind === 'disable') await disableAll(all, `failing since ${verdict.since}`, ports);
  return all.map(() => undefined);
}

/** `undefined` would be the `openUntil` of a circuit that is not open. */
function takeProbe(attempted: Attempted, { probes }: Known): string {
  const key = deliveryKey(attempted);
  const openUntil = probes.get(key) ?? 'none';
  probes.delete(key);
  return openUntil;
}

async function openCircuit(
  attempted: Attempted,
  { openUntil, openings }: Opening,
  seen: string | undefined,
  known: Known,
  { circuits, log }: BreakerPorts,
): Promise<void> {
  const { tenant, id } = attempted.endpoint;
  known.openings.set(endpointKey(attempted), { openUntil, openings });
  const isOpened = await circuits.open(tenant, id, { openUntil, openings }, seen);
  if (isOpened) log.info('circuit_opened', { tenant, endpoint: id, openUntil, openings });
}

/** Once enabled again, it begins without a past. */
async function disableAll(all: readonly Attempted[], reason: string, ports: BreakerPorts): Promise<undefined[]> {
  const [first] = all;
  if (first) {
    const { tenant, id } = first.endpoint;
    await disableEndpoint(tenant, id, reason, ports);
    await ports.circuits.close(tenant, id);
  }
  return all.map(() => undefined);
}

/** What takes longer goes on by itself: an attempt that succeeded must be recorded before the function's time is over. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const timer = new AbortController();
  const { signal } = timer;
  await Promise.race([work, sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)]);
  timer.abort();
}

const endpointKey = ({ endpoint }: Attempted): string => `${endpoint.tenant} ${endpoint.id}`;
const deliveryKey = (attempted: Attempted): string => `${endpointKey(attempted)} ${attempted.deliveryId}`;
