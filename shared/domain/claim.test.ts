import fc from 'fast-check';
import { type ClaimRequest, type Delivery, type DeliveryState, decideClaim, isFinal, maySettle } from './claim';

const NOW = '2026-11-23T09:30:00.000Z';
const EARLIER = '2026-11-23T09:29:59.999Z';
const LATER = '2026-11-23T09:30:00.001Z';
const STATES: readonly DeliveryState[] = ['claimed', 'retrying', 'delivered', 'suppressed', 'rejected', 'failed'];

const aDelivery = (overrides: Partial<Delivery> = {}): Delivery => ({
  ...{ tenant: 'acme', notificationId: '01JDCQ7Z3K9V5N8X2M4T6R0WYA', channel: 'email', target: 'ann@example.com' },
  ...{ state: 'retrying', attempted: 1, attempts: [] },
  ...overrides,
});
const aRequest = (overrides: Partial<ClaimRequest> = {}): ClaimRequest => ({
  ...{ attempt: 2, now: NOW, reopen: false },
  ...overrides,
});
const decide = (delivery: Partial<Delivery>, request: Partial<ClaimRequest> = {}) =>
  decideClaim(aDelivery(delivery), 'acme', aRequest(request));

describe('decideClaim', () => {
  it('grants the first claim', () => {
    expect(decideClaim(undefined, 'acme', aRequest())).toEqual({ kind: 'claimed' });
  });

  it('grants the attempt after one that failed', () => {
    expect(decide({ state: 'retrying', attempted: 1 }, { attempt: 2 })).toEqual({ kind: 'claimed' });
  });

  it('finds an attempt settled whose result is known', () => {
    expect(decide({ state: 'retrying', attempted: 2 }, { attempt: 2 })).toEqual({ kind: 'settled', state: 'retrying' });
  });

  it('finds an attempt settled whose successor is being made', () => {
    const delivery = { state: 'claimed', attempted: 2, leaseUntil: LATER } as const;
    expect(decide(delivery, { attempt: 2 })).toEqual({ kind: 'settled', state: 'claimed' });
  });

  it.each<[string, string, ReturnType<typeof decideClaim>]>([
    ['ends later', LATER, { kind: 'leased', until: LATER }],
    ['ends now', NOW, { kind: 'claimed' }],
    ['has ended', EARLIER, { kind: 'claimed' }],
  ])('respects a lease that %s', (_what, leaseUntil, decision) => {
    expect(decide({ state: 'claimed', attempted: 1, leaseUntil })).toEqual(decision);
  });

  it.each(STATES.filter(isFinal))('finds what is %s settled for any attempt', (state) => {
    expect(decide({ state, attempted: 1 }, { attempt: 99 })).toEqual({ kind: 'settled', state });
  });

  it.each<[DeliveryState, ReturnType<typeof decideClaim>]>([
    ['rejected', { kind: 'claimed' }],
    ['failed', { kind: 'claimed' }],
    ['retrying', { kind: 'claimed' }],
    ['delivered', { kind: 'settled', state: 'delivered' }],
    ['suppressed', { kind: 'settled', state: 'suppressed' }],
  ])('answers a redrive of what is %s', (state, decision) => {
    expect(decide({ state, attempted: 3 }, { attempt: 1, reopen: true })).toEqual(decision);
  });

  it('lets a redrive take over a claim whose result was never recorded, but no living one', () => {
    const redrive = { attempt: 1, reopen: true };
    const claimed = { state: 'claimed', attempted: 2 } as const;
    expect(decide({ ...claimed, leaseUntil: EARLIER }, redrive)).toEqual({ kind: 'claimed' });
    expect(decide({ ...claimed, leaseUntil: LATER }, redrive)).toEqual({ kind: 'leased', until: LATER });
  });

  it.each(STATES)("grants nothing on another tenant's delivery that is %s", (state) => {
    const request = aRequest({ attempt: 9, reopen: true });
    expect(decideClaim(aDelivery({ state }), 'other', request)).toEqual({ kind: 'foreign' });
  });
});

const delivery = fc.record({
  state: fc.constantFrom(...STATES),
  attempted: fc.integer({ min: 0, max: 3 }),
  leaseUntil: fc.constantFrom(EARLIER, NOW, LATER),
});
const request = fc.record({
  attempt: fc.integer({ min: 1, max: 4 }),
  reopen: fc.boolean(),
  tenant: fc.constantFrom('acme', 'other'),
});

describe('decideClaim, for any delivery and request', () => {
  it('grants exactly what is neither foreign, nor done, nor held, nor superseded', () => {
    fc.assert(
      fc.property(delivery, request, ({ leaseUntil, ...rest }, { tenant, ...asked }) => {
        const existing = aDelivery({ ...rest, ...(rest.state === 'claimed' && { leaseUntil }) });
        const isDone = existing.state === 'delivered' || existing.state === 'suppressed';
        const isClosed = isFinal(existing.state) || existing.attempted >= asked.attempt;
        const isHeld = existing.state === 'claimed' && leaseUntil === LATER;
        const isGranted = tenant === 'acme' && !isDone && !isHeld && (asked.reopen || !isClosed);
        expect(decideClaim(existing, tenant, aRequest(asked)).kind === 'claimed').toBe(isGranted);
      }),
    );
  });

  it('sends away for good only where nothing is left to do, or another message does it', () => {
    fc.assert(
      fc.property(delivery, request, (existing, { tenant: _, ...asked }) => {
        const decision = decide(existing, asked);
        if (decision.kind !== 'settled') return;
        expect(isFinal(existing.state) || existing.attempted >= asked.attempt).toBe(true);
      }),
    );
  });
});

describe('maySettle', () => {
  it.each(STATES.filter(isFinal))('leaves what is %s as it is', (state) => {
    expect(STATES.some((next) => maySettle(aDelivery({ state }), next, 9))).toBe(false);
  });

  it.each(STATES)('records that the attempt at hand came to %s', (state) => {
    expect(maySettle(aDelivery({ state: 'claimed', attempted: 1 }), state, 2)).toBe(true);
  });

  it('records of a superseded attempt only that it delivered', () => {
    const recorded = STATES.filter((state) => maySettle(aDelivery({ state: 'claimed', attempted: 2 }), state, 2));
    expect(recorded).toEqual(['delivered']);
  });
});
