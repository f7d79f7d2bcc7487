import type { DeliveryKey } from '../domain/delivery/claim';
import {
  type DeliveryOutcome,
  deferred,
  delivered,
  rejected,
  retry,
  sent,
  suppressed,
} from '../domain/delivery/outcome';
import { channelFixture, LEASE_SECONDS } from '../testing/channel-fixture';
import { claimAndAttempt, type DeliveryRequest, TooLate } from './claim-and-attempt';

const key: DeliveryKey = {
  tenant: 'acme',
  notificationId: '01JDCQ7Z3K9V5N8X2M4T6R0WYA',
  channel: 'email',
  target: 'ann@example.com',
};
const request: DeliveryRequest = { key, attempt: 1, attemptSeconds: 20, digest: 'one content' };
const START = '2026-11-23T09:30:00.000Z';
const LEASE_END = '2026-11-23T09:30:35.000Z';

/** Makes an attempt whose effect takes 1.5 s and comes to this. */
async function attemptWith(effect: () => Promise<DeliveryOutcome>, asked: Partial<DeliveryRequest> = {}) {
  const fixture = channelFixture();
  const slowly = () => {
    fixture.clock.advanceSeconds(1.5);
    return effect();
  };
  return claimAndAttempt({ ...request, ...asked }, slowly, fixture.dependencies);
}

const EXCHANGE = { class: 'unavailable', status: 503, timings: { total: 9 }, response: 'later' };

describe('claimAndAttempt', () => {
  it.each<[DeliveryOutcome, object]>([
    [delivered(), { outcome: 'delivered' }],
    [delivered('250 OK'), { outcome: 'delivered', reason: '250 OK' }],
    [suppressed('on the list'), { outcome: 'suppressed', reason: 'on the list' }],
    [rejected('no such box'), { outcome: 'rejected', reason: 'no such box' }],
    [retry('busy', 30), { outcome: 'retry', reason: 'busy' }],
    [sent('0100'), { outcome: 'sent', reason: '0100' }],
    [
      { ...retry('HTTP 503'), exchange: EXCHANGE },
      { outcome: 'retry', reason: 'HTTP 503', exchange: EXCHANGE },
    ],
    [
      { ...delivered('HTTP 204'), exchange: EXCHANGE },
      { outcome: 'delivered', reason: 'HTTP 204', exchange: EXCHANGE },
    ],
    [deferred('not its turn', 30), { outcome: 'deferred', reason: 'not its turn' }],
  ])('returns the outcome of an effect: %j', async (outcome, summary) => {
    expect(await attemptWith(async () => outcome)).toEqual({
      kind: 'attempted',
      outcome,
      lease: LEASE_END,
      attempt: { n: 1, at: START, durationMs: 1500, ...summary },
    });
  });

  it('retries after an unexpected error, with its name and message as the reason', async () => {
    const error = new TypeError('x is undefined');
    for (const effect of [() => Promise.reject(error), thrower(error)]) {
      expect(await attemptWith(effect)).toMatchObject({
        outcome: retry('TypeError: x is undefined'),
        attempt: { outcome: 'retry', reason: 'TypeError: x is undefined' },
      });
    }
  });

  it('retries after a thrown value that is no error', async () => {
    expect(await attemptWith(() => Promise.reject('out of luck'))).toMatchObject({ outcome: retry('out of luck') });
  });

  it('truncates a reason to the limit of the ledger, in whole characters', async () => {
    const result = await attemptWith(async () => rejected(`${'x'.repeat(255)}🎉${'x'.repeat(9_999)}`));
    expect(result).toMatchObject({ attempt: { reason: `${'x'.repeat(255)}\uFFFD` } });
  });

  it('holds the claim for the lease while the effect runs', async () => {
    const { dependencies, ledger } = channelFixture();
    const claims: unknown[] = [];
    await claimAndAttempt(
      request,
      async () => {
        claims.push(...(await ledger.history(key.notificationId)).deliveries);
        return delivered();
      },
      dependencies,
    );
    expect(claims).toEqual([
      { ...key, state: 'claimed', attempted: 0, attempts: [], leaseUntil: LEASE_END, digest: 'one content' },
    ]);
  });

  it('does not record the result: its caller does', async () => {
    const { dependencies, ledger } = channelFixture();
    await claimAndAttempt(request, async () => delivered(), dependencies);
    expect((await ledger.history(key.notificationId)).deliveries).toMatchObject([{ state: 'claimed', attempts: [] }]);
  });

  it('has no effect if the claim is not granted', async () => {
    const { dependencies, clock, ledger } = channelFixture();
    const effects: string[] = [];
    const attempt = (asked: Partial<DeliveryRequest>) =>
      claimAndAttempt({ ...request, ...asked }, async () => delivered(`${effects.push('sent')}`), dependencies);
    await attempt({});
    expect(await attempt({})).toEqual({ kind: 'leased', until: LEASE_END });
    expect(await attempt({ key: { ...key, tenant: 'other' } })).toEqual({ kind: 'foreign' });
    expect(await attempt({ digest: 'another' })).toEqual({ kind: 'conflict' });
    const done = { n: 1, at: START, outcome: 'delivered', durationMs: 0 } as const;
    await ledger.settle(key, { n: 1, state: 'delivered', attempt: done, lease: LEASE_END });
    clock.advanceSeconds(LEASE_SECONDS);
    expect(await attempt({ attempt: 2 })).toEqual({ kind: 'settled', state: 'delivered' });
    expect(effects).toEqual(['sent']);
  });

  it('has no effect if the ledger fails', async () => {
    const refused = new Error('table is throttled');
    const { dependencies, ledger } = channelFixture();
    const failing = { ...dependencies, ledger: { ...ledger, claim: () => Promise.reject(refused) } };
    const effect = jest.fn(async () => delivered());
    await expect(claimAndAttempt(request, effect, failing)).rejects.toBe(refused);
    expect(effect).not.toHaveBeenCalled();
  });
});

const thrower = (error: Error) => (): Promise<DeliveryOutcome> => {
  throw error;
};

describe('the moment before the effect', () => {
  /** What comes before the effect takes so long; the function has another `remainingMs` when the claim is made. */
  const attemptAfter = async (seconds: number, remainingMs = 60_000) => {
    const { dependencies, clock, ledger } = channelFixture();
    const endMs = clock.now().getTime() + remainingMs;
    const isInTime = () => endMs - clock.now().getTime() >= request.attemptSeconds * 1000;
    const effects: string[] = [];
    const attempted = claimAndAttempt(
      { ...request, isInTime },
      async ({ begin }) => {
        clock.advanceSeconds(seconds);
        begin();
        return delivered(`${effects.push('sent')}`);
      },
      dependencies,
    );
    const result = await attempted.catch((error: unknown) => error);
    return { result, effects, deliveries: (await ledger.history(key.notificationId)).deliveries };
  };

  it('is in time while the lease outlasts the effect', async () => {
    expect((await attemptAfter(LEASE_SECONDS - 20)).effects).toEqual(['sent']);
  });

  it.each([
    ['the claim might end in the middle of it', LEASE_SECONDS - 19.999, 60_000],
    ['a frozen process thaws, and another worker may hold the claim', 3_600, 4_000_000],
    ['the function might end in the middle of it', 5.001, 25_000],
  ])('comes too late where %s: nothing is done, and the message comes back', async (_, seconds, remainingMs) => {
    const { result, effects, deliveries } = await attemptAfter(seconds, remainingMs);
    expect([result, effects]).toEqual([new TooLate('no time was left for the attempt'), []]);
    expect(deliveries).toMatchObject([{ state: 'claimed', attempts: [] }]);
  });
});
