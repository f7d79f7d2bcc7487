import fc from 'fast-check';
import {
  attemptedAfter,
  type ClaimRequest,
  type Delivery,
  type DeliveryState,
  decideClaim,
  isFinal,
  mayRecordFeedback,
  maySettle,
  type Settlement,
  settledState,
} from './claim';

const NOW = '2026-11-23T09:30:00.000Z';
const EARLIER = '2026-11-23T09:29:59.999Z';
const LATER = '2026-11-23T09:30:00.001Z';
const LIMIT = '2026-11-23T09:31:10.000Z';
const FAR = '2027-11-23T09:30:00.000Z';
const RESULTS: readonly Settlement['state'][] = [
  ...([
    'retrying',
    'sent',
    'delayed',
    'delivered',
    'bounced',
    'complained',
    'suppressed',
    'rejected',
    'failed',
  ] as const),
];
const STATES: readonly DeliveryState[] = ['claimed', ...RESULTS];

const aDelivery = (overrides: Partial<Delivery> = {}): Delivery => ({
  ...{ tenant: 'acme', notificationId: '01JDCQ7Z3K9V5N8X2M4T6R0WYA', channel: 'email', target: 'ann@example.com' },
  ...{ state: 'retrying', attempted: 1, attempts: [] },
  ...overrides,
});
const aRequest = (overrides: Partial<ClaimRequest> = {}): ClaimRequest => ({
  ...{ attempt: 2, now: NOW, leaseLimit: LIMIT, reopen: false },
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
    ['ends as late as an honest one may', LIMIT, { kind: 'leased', until: LIMIT }],
    ['ends when no honest one does', FAR, { kind: 'claimed' }],
  ])('respects a lease that %s', (_what, leaseUntil, decision) => {
    expect(decide({ state: 'claimed', attempted: 1, leaseUntil })).toEqual(decision);
  });

  it('respects no lease where nothing is claimed, and no claim without a lease', () => {
    expect(decide({ state: 'retrying', leaseUntil: LATER })).toEqual({ kind: 'claimed' });
    expect(decide({ state: 'claimed' })).toEqual({ kind: 'claimed' });
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
    ['sent', { kind: 'settled', state: 'sent' }],
    ['bounced', { kind: 'settled', state: 'bounced' }],
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

describe('decideClaim, with digests of contents', () => {
  it.each(STATES)('finds a conflict where another content was claimed, though it is %s', (state) => {
    const decision = decide({ state, digest: 'one' }, { digest: 'another', attempt: 9, reopen: true });
    expect(decision).toEqual({ kind: 'conflict' });
  });

  it('goes by id alone where one of the two has no digest', () => {
    expect(decide({ digest: 'one' })).toEqual({ kind: 'claimed' });
    expect(decide({}, { digest: 'one' })).toEqual({ kind: 'claimed' });
    expect(decide({ digest: 'one' }, { digest: 'one' })).toEqual({ kind: 'claimed' });
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
        const isDone = isFinal(existing.state) && existing.state !== 'rejected' && existing.state !== 'failed';
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

const settlement = (state: Settlement['state'], n: number): Settlement => ({ state, n });

describe('maySettle', () => {
  it.each(STATES.filter(isFinal))('leaves what is %s as it is', (state) => {
    expect(RESULTS.some((next) => maySettle(aDelivery({ state }), settlement(next, 9)))).toBe(false);
  });

  it.each(RESULTS)('records that the attempt at hand came to %s', (state) => {
    expect(maySettle(aDelivery({ state: 'claimed', attempted: 1 }), settlement(state, 2))).toBe(true);
  });

  it('records of an attempt whose claim somebody else holds only that it was done', () => {
    const takenOver = aDelivery({ state: 'claimed', attempted: 1, leaseUntil: LATER });
    const may = (lease: string) => RESULTS.filter((state) => maySettle(takenOver, { ...settlement(state, 2), lease }));
    expect([may(EARLIER), may(LATER)]).toEqual([['sent', 'delivered'], RESULTS]);
  });

  it('records the result of who let its claim run out, where nobody took it over', () => {
    const retrying = aDelivery({ state: 'retrying', attempted: 1 });
    expect(RESULTS.filter((state) => maySettle(retrying, { ...settlement(state, 2), lease: EARLIER }))).toEqual(
      RESULTS,
    );
  });

  it('records of a superseded attempt only that it was done', () => {
    const superseded = aDelivery({ state: 'claimed', attempted: 2 });
    expect(RESULTS.filter((state) => maySettle(superseded, settlement(state, 2)))).toEqual(['sent', 'delivered']);
  });
});

describe('feedback', () => {
  const feedback = { state: 'delayed', at: NOW, reason: 'mailbox is full' } as const;
  const told = (attempted: number) => aDelivery({ state: 'delayed', attempted, feedback });

  it('that came first lets the attempt be recorded, whatever we saw of it, and once', () => {
    expect(RESULTS.filter((state) => maySettle(told(1), settlement(state, 2)))).toEqual(RESULTS);
    expect(RESULTS.filter((state) => maySettle(told(2), settlement(state, 2)))).toEqual([]);
  });

  it('says how a delivery stands, whatever its attempt came to', () => {
    expect(settledState(told(1), settlement('sent', 2))).toBe('delayed');
    expect(settledState(aDelivery(), settlement('sent', 2))).toBe('sent');
  });

  it('is recorded of the own tenant, where it is stronger than what is known', () => {
    expect(mayRecordFeedback(aDelivery(), 'acme', 'delayed')).toBe(true);
    expect(mayRecordFeedback(told(1), 'acme', 'bounced')).toBe(true);
    expect(mayRecordFeedback(told(1), 'acme', 'delayed')).toBe(false);
    expect(mayRecordFeedback(aDelivery(), 'other', 'bounced')).toBe(false);
  });
});

describe('attemptedAfter', () => {
  const attempt = { n: 2, at: NOW, outcome: 'retry', durationMs: 1 } as const;

  it('counts an attempt that was made, and none that was deferred', () => {
    expect(attemptedAfter({ state: 'retrying', n: 2, attempt })).toBe(2);
    expect(attemptedAfter({ state: 'retrying', n: 2 })).toBe(1);
  });
});
