import { circuitScene as scene } from '../testing/circuit-scene';

const DAY = 86_400;

describe('a healthy endpoint', () => {
  it('costs no read and no write', async () => {
    const { aFunction, calls } = scene();
    const { attempt } = aFunction();
    for (let n = 0; n < 20; n++) expect(await attempt('succeeded')).toBe(true);
    expect(calls).toEqual([]);
  });

  it('costs no timer, until a delivery fails', async () => {
    const { attempt } = scene().aFunction();
    const set = jest.spyOn(globalThis, 'setTimeout');
    for (let n = 0; n < 20; n++) await attempt('succeeded');
    const timers = [set.mock.calls.length];
    await attempt('failed');
    await attempt('succeeded');
    timers.push(set.mock.calls.length);
    set.mockRestore();
    expect(timers).toEqual([0, 2]);
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
  it('is not posted to by the function that saw it, at once, nor by the others within ten seconds', async () => {
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
    const { admit, attempted, fail } = aFunction();
    await fail(5);
    const waits = await Promise.all(
      Array.from({ length: 20 }, async () => (await admit(await attempted()))?.afterSeconds ?? 0),
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
    const asked = functions.flatMap(({ admit, attempted }) => [1, 2, 3].map(async () => admit(await attempted())));
    const admitted = (await Promise.all(asked)).filter((deferral) => deferral === undefined);
    expect(admitted).toHaveLength(1);
    // One try for each function, however many deliveries it has.
    expect(calls.filter((name) => name === 'open')).toHaveLength(1 + 3);
  });

  it('is closed by a successful probe, and then lets everything through', async () => {
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

  it('grants no probe to a delivery that is not attempted after all', async () => {
    const { functions, calls } = await opened();
    const [one, other] = functions;
    const [unused, next] = [await one.attempted(), await one.attempted()];
    expect([one.breaker.admit(unused), calls]).toEqual(['probe', [...Array(5).fill('fail'), 'open']]);
    // No other delivery of this function is admitted while the candidate may be in progress; other functions are not
    // affected.
    expect([one.breaker.admit(next), one.breaker.admit(unused)]).toMatchObject([{ kind: 'deferred' }, 'probe']);
    expect(await other.attempt('succeeded')).toBe(true);
  });

  it('admits another candidate of the same function ten seconds after one that was not attempted', async () => {
    const { functions, clock } = await opened();
    const [one] = functions;
    one.breaker.admit(await one.attempted());
    clock.advanceSeconds(9);
    expect(await one.attempt('succeeded')).toBe(false);
    clock.advanceSeconds(1);
    expect(await one.attempt('succeeded')).toBe(true);
  });

  it('grants no probe while the conditional write fails', async () => {
    const { functions, directory, log } = await opened();
    const [one] = functions;
    const write = jest.spyOn(directory, 'open').mockRejectedValueOnce(new Error('throttled'));
    expect(await one.attempt('succeeded')).toBe(false);
    expect(log.lines.at(-1)).toMatchObject({
      event: 'circuit_bookkeeping_failed',
      fields: { error: 'Error: throttled' },
    });
    write.mockRestore();
  });

  it('counts a failure right after a success, although the snapshot still has the closed circuit', async () => {
    const { functions } = await opened();
    const [one] = functions;
    expect(await one.attempt('succeeded')).toBe(true);
    await one.fail(5);
    expect(await one.attempt('succeeded')).toBe(false);
  });

  it('is closed by a success that had begun before, at once for the function that opened it', async () => {
    const { aFunction, circuit } = scene();
    const { attempt, attempted, breaker, fail } = aFunction();
    const begunBefore = await attempted();
    await fail(5);
    await breaker.succeeded(begunBefore, 1);
    expect([await circuit(), await attempt('succeeded')]).toEqual([undefined, true]);
  });

  it('is not opened by a failure that is still being counted when another delivery succeeds', async () => {
    const { aFunction, directory } = scene();
    const { attempt, attempted, breaker, fail } = aFunction();
    await fail(4);
    const { fail: count } = directory;
    jest.spyOn(directory, 'fail').mockImplementationOnce(async (...given) => {
      const counted = await count(...given);
      await breaker.succeeded(await attempted(), 1);
      return counted;
    });
    await attempt('failed');
    expect(await attempt('succeeded')).toBe(true);
  });

  it('is forgotten by the function that opened it, once others know better', async () => {
    const { functions, clock } = await opened();
    const [one, other] = functions;
    // GIVEN a circuit that was opened for an hour
    for (const minutes of [5, 15, 60]) {
      expect(await one.attempt('failed')).toBe(true);
      if (minutes < 60) clock.advanceSeconds(minutes * 60 + 1);
    }
    // WHEN another function completes a delivery that it had begun before
    await other.breaker.succeeded(await other.attempted(), 1);
    // THEN the first one posts as soon as its snapshot can show that
    expect(await one.attempt('succeeded')).toBe(false);
    clock.advanceSeconds(10);
    expect(await one.attempt('succeeded')).toBe(true);
  });

  it('is forgotten by the function that opened it, once an operator enables the endpoint', async () => {
    const { functions, clock, directory, endpoint } = await opened();
    const [one] = functions;
    await one.attempt('failed');
    await directory.change(endpoint.tenant, endpoint.id, {
      state: { enabled: true, since: clock.now().toISOString() },
    });
    clock.advanceSeconds(10);
    expect(await one.attempt('succeeded')).toBe(true);
  });

  it('lets another probe through after thirty seconds without a result of the first', async () => {
    const { functions, clock } = await opened();
    const [one, other] = functions;
    expect(await one.admit(await one.attempted())).toBeUndefined();
    clock.advanceSeconds(29);
    expect(await other.attempt('succeeded')).toBe(false);
    clock.advanceSeconds(12);
    expect(await other.attempt('succeeded')).toBe(true);
  });

  it('is not kept open by attempts that had begun before', async () => {
    const { functions, clock, circuit } = await opened();
    const [one] = functions;
    const before = await circuit();
    await one.breaker.failed(await one.attempted());
    expect(await circuit()).toEqual({ ...before, failures: 6, lastFailureAt: clock.now().toISOString() });
  });
});

describe('an endpoint that has failed once', () => {
  it('is healthy again once its retry is delivered, also by a function that has not seen the failure', async () => {
    const { aFunction, circuit } = scene();
    const [one, other] = [aFunction(), aFunction()];
    await other.attempt('succeeded');
    await one.attempt('failed');
    expect(await other.attempt('succeeded', 2)).toBe(true);
    expect(await circuit()).toBeUndefined();
  });

  it('costs no write for a first attempt that is delivered, and one for many retries', async () => {
    const { aFunction, calls } = scene();
    const { attempt, attempted, breaker } = aFunction();
    await attempt('succeeded');
    const retries = await Promise.all(Array.from({ length: 50 }, attempted));
    await Promise.all(retries.map((one) => breaker.succeeded(one, 2)));
    await attempt('succeeded', 3);
    expect(calls).toEqual(['close']);
  });

  it('is healthy again by the next success if the first success could not be written', async () => {
    const { aFunction, directory, circuit } = scene();
    const [one, other] = [aFunction(), aFunction()];
    await other.attempt('succeeded');
    await one.attempt('failed');
    jest.spyOn(directory, 'close').mockRejectedValueOnce(new Error('throttled'));
    await other.attempt('succeeded', 2);
    expect(await circuit()).toBeDefined();
    await other.attempt('succeeded', 2);
    expect(await circuit()).toBeUndefined();
  });

  it('is not disabled for another failure a week later: they do not count together', async () => {
    const { aFunction, clock, circuit, state } = scene();
    await aFunction().attempt('failed');
    clock.advanceSeconds(7 * DAY);
    const { attempt } = aFunction();
    await attempt('failed');
    const now = clock.now().toISOString();
    expect(await circuit()).toMatchObject({ failures: 1, failingSince: now, lastFailureAt: now });
    expect(await state()).toMatchObject({ enabled: true });
  });

  it('and then every two days is disabled by the fifth failure, and not before', async () => {
    const { aFunction, clock, state } = scene();
    const enabled = [];
    for (let failures = 1; failures <= 5; failures++) {
      await aFunction().attempt('failed');
      enabled.push((await state())?.enabled);
      clock.advanceSeconds(2 * DAY);
    }
    expect(enabled).toEqual([true, true, true, true, false]);
  });

  it('does not count failures before a success that only another function saw', async () => {
    const { aFunction, clock, circuit } = scene();
    const [one, other] = [aFunction(), aFunction()];
    await one.fail(4);
    await other.attempt('succeeded', 2);
    clock.advanceSeconds(1);
    for (const { attempt } of [aFunction(), aFunction(), aFunction(), one, one]) await attempt('failed');
    expect(await circuit()).toMatchObject({ failures: 5 });
    expect((await circuit())?.openUntil).toBeUndefined();
  });
});

describe('an endpoint that fails for five days', () => {
  it('is disabled, with the reason and an event, and has no failures once it is enabled', async () => {
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
