import { memoryEndpoints } from '../../../../shared/memory/memory-endpoints';
import { memoryOperationalEvents } from '../../../../shared/memory/memory-operational-events';
import type { Circuits } from '../../../../shared/ports/circuits';
import { anEndpoint } from '../../../../shared/testing/factories';
import { recordingLogger } from '../../../../shared/testing/recording-logger';
import { TestClock } from '../../../../shared/testing/test-clock';
import { circuitBreaker } from '../circuit/circuit-breaker';
import type { Attempted } from '../circuit/known-circuits';
import { cachedEndpoints } from '../endpoints/cached-endpoints';

/** An endpoint, and functions that each have a snapshot of it, up to ten seconds old. */
export function circuitScene(faulty: Partial<Circuits> = {}) {
  const clock = new TestClock();
  const endpoint = anEndpoint({ state: { enabled: true, since: clock.now().toISOString() } });
  const { tenant, id } = endpoint;
  const directory = memoryEndpoints(endpoint);
  const events = memoryOperationalEvents();
  const log = recordingLogger();
  const calls: string[] = [];
  const counted = <Method extends keyof Circuits>(name: Method): Circuits[Method] =>
    ((...args: Parameters<Circuits[Method]>) => {
      calls.push(name);
      const { [name]: method } = { ...directory, ...faulty };
      return (method as (...all: unknown[]) => unknown)(...args);
    }) as Circuits[Method];
  const circuits: Circuits = { fail: counted('fail'), open: counted('open'), close: counted('close') };
  const aFunction = () => {
    const breaker = circuitBreaker({ circuits, registry: directory, events, clock, log });
    const cached = cachedEndpoints({ source: directory, clock, checkSeconds: 10 });
    let deliveries = 0;
    const attempted = async (): Promise<Attempted> => {
      const { circuit, version } = await cached.known(tenant, id);
      return { endpoint, circuit, version, deliveryId: `delivery ${deliveries++}` };
    };
    /** Undefined if the attempt may be made. */
    const admit = async (one: Attempted) => {
      const admission = breaker.admit(one);
      return typeof admission === 'string' ? breaker.begin(one.endpoint, one.deliveryId) : admission;
    };
    /** True if the attempt was made, with that result. */
    const attempt = async (result: 'succeeded' | 'failed' | 'gone', n = 1) => {
      const one = await attempted();
      if ((await admit(one)) !== undefined) return false;
      await breaker[result](one, n);
      return true;
    };
    const fail = async (times: number) => {
      for (let n = 0; n < times; n++) await attempt('failed');
    };
    return { breaker, attempted, admit, attempt, fail };
  };
  const circuit = async () => (await directory.load(tenant)).circuits.get(id);
  const state = async () => (await directory.find(tenant, id))?.state;
  return { clock, endpoint, directory, events, log, calls, aFunction, circuit, state };
}
