import { admission, type Circuit, NOTICE_SECONDS } from '../../../../shared/domain/delivery/circuit';
import { jitter } from '../../../../shared/domain/delivery/jitter';
import { type Deferred, deferred } from '../../../../shared/domain/delivery/outcome';
import { coalesce } from '../../../../shared/domain/kit/concurrency/coalesce';
import { settledWithin } from '../../../../shared/domain/kit/concurrency/settled-within';
import { describeError } from '../../../../shared/domain/kit/errors/describe-error';
import { systemSleep } from '../../../../shared/ports/clock';
import type { Endpoint } from '../../../../shared/ports/endpoints';
import { type BreakerPorts, countFailures, disableAll } from './count-failures';
import {
  type Attempted,
  circuitInForce,
  deliveryKey,
  endpointKey,
  type Known,
  noKnownCircuits,
} from './known-circuits';

/**
 * Circuit breaker of webhook endpoints. A healthy endpoint costs nothing: no circuit in the snapshot, no read, no write.
 * An error in the bookkeeping after an attempt is logged and changes no delivery.
 */
export interface CircuitBreaker {
  /**
   * Decides whether the delivery may be attempted. Writes nothing, because the delivery is not claimed yet. `probe`: it may
   * be the one attempt that a half-open circuit lets through, if `begin` agrees.
   */
  admit(attempted: Attempted): Deferred | 'pass' | 'probe';
  /**
   * Call right before the request, so that a probe is never granted to a delivery that is not attempted. One conditional
   * write for a probe, nothing for any other delivery.
   */
  begin(endpoint: Endpoint, deliveryId: string): Promise<Deferred | undefined>;
  /** @param attempt its number, from 1 */
  succeeded(attempted: Attempted, attempt: number): Promise<void>;
  failed(attempted: Attempted): Promise<void>;
  /** The endpoint answered 410 Gone. */
  gone(attempted: Attempted): Promise<void>;
}

/** Jitter of waits, as a fraction of the wait, against a thundering herd. */
const JITTER = 0.1;
const MIN_JITTER_SECONDS = 5;

/** Timeout of waiting for the bookkeeping, which continues: the result must be recorded before the invocation ends. */
const BOOKKEEPING_MS = 1_000;

export const GONE = 'gone: the endpoint answered 410';

export function circuitBreaker(ports: BreakerPorts): CircuitBreaker {
  const known = noKnownCircuits();
  const countFailure = coalesce((_, all: readonly Attempted[]) => countFailures(all, known, ports));
  const disable = coalesce((_, all: readonly Attempted[]) => disableAll(all, GONE, ports));
  const quietly = (attempted: Attempted, bookkeep: () => Promise<unknown>) =>
    settledWithin(
      BOOKKEEPING_MS,
      bookkeep().catch((error) => logFailure(attempted.endpoint, error, ports)),
      systemSleep,
    );
  return {
    admit: (attempted) => admit(attempted, known, ports),
    begin: (endpoint, deliveryId) => begin(endpoint, deliveryId, known, ports),
    succeeded: async (attempted, attempt) => {
      // Most successes end here, without a timer.
      if (mayHaveCircuit(attempted, attempt, known))
        await quietly(attempted, () => closeCircuit(attempted, known, ports));
    },
    failed: (attempted) => quietly(attempted, () => countFailure(endpointKey(attempted.endpoint), attempted)),
    gone: (attempted) => quietly(attempted, () => disable(endpointKey(attempted.endpoint), attempted)),
  };
}

const logFailure = ({ tenant, id }: Endpoint, error: unknown, { log }: BreakerPorts): void =>
  log.error('circuit_bookkeeping_failed', { tenant, endpoint: id, error: describeError(error) });

function admit(attempted: Attempted, known: Known, { clock }: BreakerPorts): Deferred | 'pass' | 'probe' {
  const { endpoint, deliveryId, version } = attempted;
  const nowMs = clock.now().getTime();
  const key = deliveryKey(endpoint, deliveryId);
  known.probes.delete(key);
  const opening = known.openings.get(endpointKey(endpoint));
  const own = opening?.version === version ? admission(opening, nowMs) : undefined;
  // A circuit that this function opened is not in the current snapshot yet.
  if (own?.kind === 'wait') return wait(own.seconds, deliveryId);
  const circuit = circuitInForce(attempted, known);
  const decision = admission(circuit, nowMs);
  if (decision.kind === 'pass' || circuit === undefined) return 'pass';
  if (decision.kind === 'wait') return wait(decision.seconds, deliveryId);
  const candidate = known.candidates.get(circuit);
  if (candidate && candidate.delivery !== key && candidate.untilMs > nowMs) return waitForProbe(deliveryId);
  known.candidates.set(circuit, { delivery: key, untilMs: nowMs + NOTICE_SECONDS * 1000 });
  known.probes.set(key, { circuit });
  return 'probe';
}

async function begin(
  endpoint: Endpoint,
  deliveryId: string,
  known: Known,
  ports: BreakerPorts,
): Promise<Deferred | undefined> {
  const key = deliveryKey(endpoint, deliveryId);
  const circuit = known.probes.get(key)?.circuit;
  if (circuit === undefined) return undefined;
  const decision = admission(circuit, ports.clock.now().getTime());
  if (decision.kind === 'probe' && (await isGranted(endpoint, circuit, decision.openUntil, ports))) {
    known.probes.set(key, { circuit, openUntil: decision.openUntil });
    return undefined;
  }
  known.probes.delete(key);
  return waitForProbe(deliveryId);
}

/** False if the conditional write fails: without it, several functions might probe at once. */
async function isGranted(endpoint: Endpoint, circuit: Circuit, openUntil: string, ports: BreakerPorts) {
  const opening = { openUntil, openings: circuit.openings ?? 1 };
  try {
    return await ports.circuits.open(endpoint.tenant, endpoint.id, opening, circuit.openUntil);
  } catch (error) {
    logFailure(endpoint, error, ports);
    return false;
  }
}

function wait(seconds: number, deliveryId: string): Deferred {
  const jitterSeconds = jitter(deliveryId, Math.max(MIN_JITTER_SECONDS, seconds * JITTER));
  return deferred('the endpoint is failing, and its circuit is open', seconds + jitterSeconds);
}

/** Half-open: another delivery is the probe. Wait until its result can be in the snapshot. */
const waitForProbe = (deliveryId: string): Deferred => wait(NOTICE_SECONDS, deliveryId);

/**
 * Whether a success has a circuit to close. The snapshot may be older than the circuit, so one may also exist if this
 * function counted a failure, or if the delivery is a retry, whose earlier attempt counted one. A first attempt to a healthy
 * endpoint writes nothing, and retries under one snapshot write only once.
 */
function mayHaveCircuit(attempted: Attempted, attempt: number, known: Known): boolean {
  const { endpoint, deliveryId, version } = attempted;
  const key = endpointKey(endpoint);
  const wasProbe = known.probes.delete(deliveryKey(endpoint, deliveryId));
  const hasFailed = known.runs.delete(key);
  const mayBeUnseen = attempt > 1 && known.closed.get(key) !== version;
  return wasProbe || hasFailed || mayBeUnseen || circuitInForce(attempted, known) !== undefined;
}

async function closeCircuit({ endpoint, version }: Attempted, known: Known, { circuits }: BreakerPorts): Promise<void> {
  const key = endpointKey(endpoint);
  known.closed.set(key, version);
  known.openings.delete(key);
  try {
    await circuits.close(endpoint.tenant, endpoint.id);
  } catch (error) {
    known.closed.delete(key);
    throw error;
  }
}
