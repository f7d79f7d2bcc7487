import { memoryEndpoints } from '../../shared/memory/memory-endpoints';
import { memoryOperationalEvents } from '../../shared/memory/memory-operational-events';
import type { Circuits } from '../../shared/ports/circuits';
import { cachedEndpoints } from '../../shared/runtime/cached-endpoints';
import { anEndpoint } from '../../shared/testing/factories';
import { recordingLogger } from '../../shared/testing/recording-logger';
import { TestClock } from '../../shared/testing/test-clock';
import { type Attempted, circuitBreaker } from './circuit-breaker';

const DAY = 86_400;

/** An endpoint, and functions that each know it by a snapshot of their own, as old as ten seconds. */
function scene(faulty: Partial<Circuits> = {}) {
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
      const circuit = (await cached.snapshot(tenant)).circuits.get(id);
      return { endpoint, circuit, deliveryId: `delivery ${deliveries++}` };
    };
    /** True where it was made, and came to that. */
    const attempt = async (result: 'succeeded' | 'failed' | 'gone') => {
      const one = await attempted();
      if ((await breaker.admit(one)) !== undefined) return false;
      await breaker[result](one);
      return true;
    };
    const fail = async (times: number) => {
      for (let n = 0; n < times; n++) await attempt('failed');
    };
    return { breaker, attempted, attempt, fail };
  };
  const circuit = async () => (await directory.load(tenant)).circuits.get(id);
  const state = async () => (await directory.find(tenant, id))?.state;
  return { clock, endpoint, directory, events, log, calls, aFunction, circuit, state };
}

describe('an endpoint that is well', () => {
  it('costs no read and no write', async () => {
    const { aFunction, calls } = scene();
    const { attempt } = aFunction();
    for (let n = 0; n < 20; n++) expect(await attempt('succeeded')).toBe(true);
    expect(calls).toEqual([]);
  });

  it('that fails now and then is never left alone', async () => {
    const { aFunction, clock, circuit } = scene();
    const { attempt, fail } = aFunction();
    for (let n = 0; n < 20; n++) {
      await fail(4);
      expect(await attempt('succeeded')).toBe(true);
      clock.advanceSeconds(1);
    }
    expect(await circuit()).toBeUndefined();
  });

  it('that fails one in three, for several functions that know nothing of each other, stays closed', async () => {
    const { aFunction, clock, circuit } = scene();
    const functions = [aFunction(), aFunction(), aFunction()];
    for (let n = 0; n < 300; n++) {
      const { attempt } = functions[n % 3] ?? aFunction();
      expect(await attempt((n * 7) % 10 < 3 ? 'failed' : 'succeeded')).toBe(true);
      clock.advanceSeconds(0.2);
    }
    expect((await circuit())?.openUntil).toBeUndefined();
  });
});

describe('an endpoint that fails five times in a row', () => {
  it('is left in peace by the function that saw it, at once, and by the others within ten seconds', async () => {
    const { aFunction, clock } = scene();
    const [one, other] = [aFunction(), aFunction()];
    await other.attempt('succeeded');
    await one.fail(5);
    expect([await one.attempt('failed'), await other.attempt('failed')]).toEqual([false, true]);
    clock.advanceSeconds(10);
    expect([await one.attempt('failed'), await other.attempt('failed')]).toEqual([false, false]);
  });

  it('is deferred until then, and a little longer, not all to one moment', async () => {
    const { aFunction } = scene();
    const { breaker, attempted, fail } = aFunction();
    await fail(5);
    const waits = await Promise.all(
      Array.from({ length: 20 }, async () => (await breaker.admit(await attempted()))?.afterSeconds ?? 0),
    );
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...waits)).toBeLessThan(66);
    expect(new Set(waits).size).toBeGreaterThan(10);
  });

  it('counts fifty failures of one batch in one or two writes', async () => {
    const { aFunction, calls, circuit } = scene();
    const { breaker, attempted } = aFunction();
    const all = await Promise.all(Array.from({ length: 50 }, attempted));
    await Promise.all(all.map((one) => breaker.failed(one)));
    expect(calls).toEqual(['fail', 'open']);
    expect(await circuit()).toMatchObject({ failures: 50, openings: 1 });
  });
});

describe('an open circuit', () => {
  const opened = async () => {
    const all = scene();
    const functions = [all.aFunction(), all.aFunction(), all.aFunction()] as const;
    await functions[0].fail(5);
    all.clock.advanceSeconds(61);
    return { ...all, functions };
  };

  it('lets exactly one attempt through when its time is over', async () => {
    const { functions, calls } = await opened();
    const asked = functions.flatMap(({ breaker, attempted }) =>
      [1, 2, 3].map(async () => breaker.admit(await attempted())),
    );
    const admitted = (await Promise.all(asked)).filter((deferral) => deferral === undefined);
    expect(admitted).toHaveLength(1);
    // One try for each function, however many deliveries it has.
    expect(calls.filter((name) => name === 'open')).toHaveLength(1 + 3);
  });

  it('is closed by the one that succeeds, and then lets everything through', async () => {
    const { functions, clock, circuit } = await opened();
    const [one, other] = functions;
    expect(await one.attempt('succeeded')).toBe(true);
    expect(await circuit()).toBeUndefined();
    expect(await one.attempt('succeeded')).toBe(true);
    clock.advanceSeconds(10);
    expect(await other.attempt('succeeded')).toBe(true);
  });

  it('stays open for longer each time that the one fails: 1, 5, 15, 60, 60 minutes', async () => {
    const { functions, clock, circuit } = await opened();
    const minutes = [];
    for (let probe = 0; probe < 4; probe++) {
      const [one] = functions;
      expect(await one.attempt('failed')).toBe(true);
      const seconds = (Date.parse((await circuit())?.openUntil ?? '') - clock.now().getTime()) / 1000;
      minutes.push(seconds / 60);
      clock.advanceSeconds(seconds - 1);
      expect(await one.attempt('failed')).toBe(false);
      clock.advanceSeconds(2);
    }
    expect(minutes).toEqual([5, 15, 60, 60]);
  });

  it('lets another one through after thirty seconds when the first never came back', async () => {
    const { functions, clock } = await opened();
    const [one, other] = functions;
    expect(await one.breaker.admit(await one.attempted())).toBeUndefined();
    clock.advanceSeconds(29);
    expect(await other.attempt('succeeded')).toBe(false);
    clock.advanceSeconds(12);
    expect(await other.attempt('succeeded')).toBe(true);
  });

  it('is not kept open by attempts that had begun before', async () => {
    const { functions, circuit } = await opened();
    const [one] = functions;
    const before = await circuit();
    await one.breaker.failed(await one.attempted());
    expect(await circuit()).toEqual({ ...before, failures: 6 });
  });
});

describe('an endpoint that fails for five days', () => {
  it('is disabled, with the reason and an event, and begins anew once it is enabled', async () => {
    const { aFunction, clock, endpoint, events, circuit, state } = scene();
    const { attempt, fail } = aFunction();
    const since = clock.now().toISOString();
    await fail(5);
    for (let hours = 0; hours <= 5 * 24; hours += 2) {
      clock.advanceSeconds(7_200 - 1);
      await attempt('failed');
      clock.advanceSeconds(1);
    }
    expect(await state()).toMatchObject({ enabled: false, reason: `failing since ${since}` });
    expect(await circuit()).toBeUndefined();
    expect(events.raised).toMatchObject([{ type: 'endpoint.disabled', subject: endpoint.id }]);
  });

  it('is not, when it has succeeded in between', async () => {
    const { aFunction, clock, state } = scene();
    const { attempt } = aFunction();
    for (let day = 0; day < 20; day++) {
      await attempt(day % 4 === 3 ? 'succeeded' : 'failed');
      clock.advanceSeconds(DAY);
    }
    expect(await state()).toMatchObject({ enabled: true });
  });
});

it('an endpoint that is gone is disabled at once, once for a whole batch', async () => {
  const { aFunction, events, state } = scene();
  const { breaker, attempted } = aFunction();
  const all = await Promise.all(Array.from({ length: 50 }, attempted));
  await Promise.all(all.map((one) => breaker.gone(one)));
  expect(await state()).toMatchObject({ enabled: false, reason: 'gone: the endpoint answered 410' });
  expect(events.raised).toHaveLength(1);
});

it.each(['fail', 'open', 'close'] as const)(
  'a %s that cannot be written is logged, and changes no delivery',
  async (name) => {
    const { aFunction, log } = scene({ [name]: () => Promise.reject(new Error('throttled')) });
    const { fail, attempt } = aFunction();
    await fail(4);
    await attempt('succeeded');
    await fail(5);
    const failures = log.lines.filter(({ level }) => level === 'error');
    expect(new Set(failures.map(({ event, fields }) => `${event}: ${fields.error}`))).toEqual(
      new Set(['circuit_bookkeeping_failed: Error: throttled']),
    );
  },
);
