import fc from 'fast-check';
import {
  attemptedAfter,
  type ClaimRequest,
  type Delivery,
  type DeliveryState,
  decideClaim,
  decideSettle,
  isFinal,
  mayRecordFeedback,
  maySettle,
  type Settlement,
  settledState,
} from './claim';
import type { FeedbackState } from './feedback';

const NOW = '2026-11-23T09:30:00.000Z';
const EARLIER = '2026-11-23T09:29:59.999Z';
const LATER = '2026-11-23T09:30:00.001Z';
const LIMIT = '2026-11-24T09:30:35.000Z';
const FAR = '2027-11-23T09:30:00.000Z';
const RESULTS: readonly Settlement['state'][] = [
  'retrying',
  'sent',
  'delayed',
  'delivered',
  'bounced',
  'complained',
  'suppressed',
  'rejected',
  'failed',
];
const STATES: readonly DeliveryState[] = ['claimed', ...RESULTS];

const aDelivery = (overrides: Partial<Delivery> = {}): Delivery => ({
  tenant: 'acme',
  notificationId: '01JDCQ7Z3K9V5N8X2M4T6R0WYA',
  channel: 'email',
  target: 'ann@example.com',
  state: 'retrying',
  attempted: 1,
  attempts: [],
  ...overrides,
});
const aRequest = (overrides: Partial<ClaimRequest> = {}): ClaimRequest => ({
  attempt: 2,
  now: NOW,
  leaseLimit: LIMIT,
  ...overrides,
});
const decide = (delivery: Partial<Delivery>, request: Partial<ClaimRequest> = {}) =>
  decideClaim(aDelivery(delivery), 'acme', aRequest(request));

const GRANTED = { kind: 'claimed', attempt: 2 } as const;

describe('decideClaim', () => {
  it('grants the first claim', () => {
    expect(decideClaim(undefined, 'acme', aRequest())).toEqual(GRANTED);
  });

  it('grants the attempt after a failed one', () => {
    expect(decide({ state: 'retrying', attempted: 1 }, { attempt: 2 })).toEqual(GRANTED);
  });

  it('answers settled for an attempt with a known result', () => {
    expect(decide({ state: 'retrying', attempted: 2 }, { attempt: 2 })).toEqual({ kind: 'settled', state: 'retrying' });
  });

  it('answers settled for an attempt whose successor is claimed', () => {
    const delivery = { state: 'claimed', attempted: 2, leaseUntil: LATER } as const;
    expect(decide(delivery, { attempt: 2 })).toEqual({ kind: 'settled', state: 'claimed' });
  });

  it.each<[string, string, ReturnType<typeof decideClaim>]>([
    ['ends later', LATER, { kind: 'leased', until: LATER }],
    ['ends now', NOW, GRANTED],
    ['has ended', EARLIER, GRANTED],
    ['ends as late as that of a clock a day ahead', LIMIT, { kind: 'leased', until: LIMIT }],
    ['ends when no clock that is a day ahead would have it end', FAR, GRANTED],
  ])('respects a lease that %s', (_what, leaseUntil, decision) => {
    expect(decide({ state: 'claimed', attempted: 1, leaseUntil })).toEqual(decision);
  });

  it.each<[string, string, ReturnType<typeof decideClaim>]>([
    ['later', LATER, { kind: 'leased', until: LATER }],
    ['now', NOW, GRANTED],
    ['in 15 minutes', '2026-11-23T09:45:00.000Z', { kind: 'leased', until: '2026-11-23T09:45:00.000Z' }],
    ['after more than a queue can wait', '2026-11-23T09:45:00.001Z', { kind: 'settled', state: 'retrying' }],
  ])('grants nothing before the time of the next attempt: %s', (_what, notBefore, decision) => {
    expect(decide({ state: 'retrying', notBefore })).toEqual(decision);
    expect(decide({ state: 'claimed', leaseUntil: EARLIER, notBefore })).toEqual(GRANTED);
  });

  it('ignores a lease without a claim, and a claim without a lease', () => {
    expect(decide({ state: 'retrying', leaseUntil: LATER })).toEqual(GRANTED);
    expect(decide({ state: 'claimed' })).toEqual(GRANTED);
  });

  it.each(STATES.filter(isFinal))('answers settled for any attempt of a delivery that is %s', (state) => {
    expect(decide({ state, attempted: 1 }, { attempt: 99 })).toEqual({ kind: 'settled', state });
  });

  it.each<[DeliveryState, ReturnType<typeof decideClaim>]>([
    ['rejected', { kind: 'claimed', attempt: 1 }],
    ['failed', { kind: 'claimed', attempt: 1 }],
    ['retrying', { kind: 'claimed', attempt: 4 }],
    ['delivered', { kind: 'settled', state: 'delivered' }],
    ['suppressed', { kind: 'settled', state: 'suppressed' }],
    ['sent', { kind: 'settled', state: 'sent' }],
    ['bounced', { kind: 'settled', state: 'bounced' }],
  ])('answers a redrive of a delivery that is %s, for any attempt number', (state, decision) => {
    for (const attempt of [1, 9])
      expect(decide({ state, attempted: 3, redrive: 'a' }, { attempt, redrive: 'one' })).toEqual(decision);
  });

  const CONCLUDED = STATES.filter((state) => state !== 'claimed');
  it.each(CONCLUDED)('grants a redrive of a delivery that is %s once: SQS may hand out its message twice', (state) => {
    const decision = decide({ state, attempted: 3, redrive: 'one' }, { attempt: 1, redrive: 'one' });
    expect(decision).toEqual({ kind: 'settled', state });
  });

  it('lets a redrive take over a claim whose lease has ended without a result, but no valid one', () => {
    const redrive = { attempt: 1, redrive: 'one' };
    for (const granted of [{}, { redrive: 'a' }, { redrive: 'one' }]) {
      const claimed = { state: 'claimed', attempted: 2, ...granted } as const;
      expect(decide({ ...claimed, leaseUntil: EARLIER }, redrive)).toEqual({ kind: 'claimed', attempt: 3 });
      expect(decide({ ...claimed, leaseUntil: LATER }, redrive)).toEqual({ kind: 'leased', until: LATER });
    }
  });

  it.each(STATES)("grants nothing on another tenant's delivery that is %s", (state) => {
    const request = aRequest({ attempt: 9, redrive: 'one' });
    expect(decideClaim(aDelivery({ state }), 'other', request)).toEqual({ kind: 'foreign' });
  });
});

describe('decideClaim, with digests of contents', () => {
  it.each(STATES)('finds a conflict if other content was claimed, although it is %s', (state) => {
    const decision = decide({ state, digest: 'one' }, { digest: 'another', attempt: 9, redrive: 'one' });
    expect(decision).toEqual({ kind: 'conflict' });
  });

  it('compares only the id if one of the two has no digest', () => {
    expect(decide({ digest: 'one' })).toEqual(GRANTED);
    expect(decide({}, { digest: 'one' })).toEqual(GRANTED);
    expect(decide({ digest: 'one' }, { digest: 'one' })).toEqual(GRANTED);
  });
});

const REDRIVES = fc.constantFrom({}, { redrive: 'one' }, { redrive: 'two' });
const delivery = fc.record({
  state: fc.constantFrom(...STATES),
  attempted: fc.integer({ min: 0, max: 3 }),
  leaseUntil: fc.constantFrom(EARLIER, NOW, LATER),
  redrive: REDRIVES,
});
const request = fc.record({
  attempt: fc.integer({ min: 1, max: 4 }),
  redrive: REDRIVES,
  tenant: fc.constantFrom('acme', 'other'),
});

describe('decideClaim, for any delivery and request', () => {
  it('grants exactly the claims that are neither foreign, nor done, nor leased, nor superseded', () => {
    fc.assert(
      fc.property(delivery, request, ({ leaseUntil, redrive, ...rest }, { tenant, attempt, ...asked }) => {
        const existing = aDelivery({ ...rest, ...redrive, ...(rest.state === 'claimed' && { leaseUntil }) });
        const isRedrive = 'redrive' in asked.redrive && asked.redrive.redrive > (existing.redrive ?? '');
        const isOlder = 'redrive' in asked.redrive && asked.redrive.redrive < (existing.redrive ?? '');
        const isOpenTo =
          existing.state === 'rejected' || existing.state === 'failed' ? isRedrive : !isFinal(existing.state);
        const isHeld = existing.state === 'claimed' && leaseUntil === LATER;
        const isOfClaim = existing.state === 'claimed' && 'redrive' in asked.redrive && !isOlder;
        const isNext = isRedrive || isOfClaim || attempt > existing.attempted;
        const isGranted = tenant === 'acme' && isOpenTo && !isHeld && isNext;
        const decision = decideClaim(existing, tenant, aRequest({ attempt, ...asked.redrive }));
        expect(decision.kind === 'claimed').toBe(isGranted);
      }),
    );
  });

  it('answers settled only if nothing is left to do, or another message does it', () => {
    fc.assert(
      fc.property(delivery, request, ({ redrive, ...existing }, { attempt, ...asked }) => {
        const decision = decide({ ...existing, ...redrive }, { attempt, ...asked.redrive });
        if (decision.kind !== 'settled') return;
        expect(isFinal(existing.state) || existing.attempted >= attempt).toBe(true);
      }),
    );
  });
});

const settlement = (state: Settlement['state'], n: number, lease = LATER): Settlement => ({ state, n, lease });
const allowed = (existing: Delivery, n: number, lease?: string) =>
  RESULTS.filter((state) => maySettle(existing, settlement(state, n, lease)));

describe('maySettle', () => {
  it.each(STATES.filter(isFinal))('does not change a delivery that is %s', (state) => {
    expect(allowed(aDelivery({ state }), 9)).toEqual([]);
    expect(decideSettle(aDelivery({ state }), settlement('retrying', 9))).toBe('closed');
  });

  it('records any result under its own claim, although its lease has ended', () => {
    expect(allowed(aDelivery({ state: 'claimed', attempted: 1, leaseUntil: EARLIER }), 2, EARLIER)).toEqual(RESULTS);
  });

  it.each<[string, Partial<Delivery>]>([
    ['another worker holds', { state: 'claimed', attempted: 1, leaseUntil: LATER }],
    ['another worker has held, and that waits for its next attempt', { state: 'retrying', attempted: 1 }],
    ['was redriven since', { state: 'retrying', attempted: 0, redrive: 'one' }],
  ])('records only a completed effect of a delivery that %s', (_, existing) => {
    expect(allowed(aDelivery(existing), 2, EARLIER)).toEqual(['sent', 'delivered']);
    expect(decideSettle(aDelivery(existing), settlement('retrying', 2, EARLIER))).toBe('superseded');
  });

  it('answers superseded for an expired delivery', () => {
    expect(decideSettle(undefined, settlement('delivered', 1))).toBe('superseded');
  });
});

describe('feedback', () => {
  const feedback = { state: 'delayed', at: NOW, reason: 'mailbox is full' } as const;
  const told = (attempted: number) => aDelivery({ state: 'delayed', attempted, feedback });
  const said = (state: FeedbackState, at = NOW) => ({ state, at, reason: '' });

  it('that came first lets any result of the attempt be recorded, once', () => {
    expect(allowed(told(1), 2)).toEqual(RESULTS);
    expect(allowed(told(2), 2)).toEqual([]);
  });

  it('decides the state of a delivery, whatever the result of its attempt is', () => {
    expect(settledState(told(1), settlement('sent', 2))).toBe('delayed');
    expect(settledState(aDelivery(), settlement('sent', 2))).toBe('sent');
  });

  it('is recorded for its own tenant, if it outranks the known one', () => {
    expect(mayRecordFeedback(aDelivery(), 'acme', said('delayed'))).toBe(true);
    expect(mayRecordFeedback(told(1), 'acme', said('bounced'))).toBe(true);
    expect(mayRecordFeedback(told(1), 'acme', said('delayed'))).toBe(false);
    expect(mayRecordFeedback(aDelivery(), 'other', said('bounced'))).toBe(false);
  });

  it('does not reject the mail of a redrive if it is about an earlier mail', () => {
    const redriven = { ...aDelivery(), redrive: NOW };
    expect([EARLIER, NOW, LATER].map((at) => mayRecordFeedback(redriven, 'acme', said('rejected', at)))).toEqual([
      false,
      false,
      true,
    ]);
    expect(mayRecordFeedback(redriven, 'acme', said('bounced', EARLIER))).toBe(true);
  });
});

describe('attemptedAfter', () => {
  const attempt = { n: 2, at: NOW, outcome: 'retry', durationMs: 1 } as const;

  it('counts a made attempt, and no deferred one', () => {
    expect(attemptedAfter({ ...settlement('retrying', 2), attempt })).toBe(2);
    expect(attemptedAfter(settlement('retrying', 2))).toBe(1);
  });
});
