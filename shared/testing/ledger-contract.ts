import fc from 'fast-check';
import { ulid } from 'ulid';
import type { Attempt, DeliveryKey, DeliveryState } from '../domain/claim';
import { type Ledger, memoryLedger } from '../memory/memory-ledger';
import type { AcceptedEvent, Claim } from '../ports/ledger';
import { aTenant } from './factories';

const CLAIMANTS = 20;
const START = Date.parse('2026-11-23T09:30:00Z');
const LEASE_SECONDS = 60;

const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

const aKey = (overrides: Partial<DeliveryKey> = {}): DeliveryKey => ({
  tenant: aTenant(),
  notificationId: ulid(),
  channel: 'email',
  target: 'ann@example.com',
  ...overrides,
});

interface ClaimOverrides {
  readonly attempt?: number;
  readonly seconds?: number;
  readonly reopen?: boolean;
}

const aClaim = ({ attempt = 1, seconds = 0, reopen = false }: ClaimOverrides = {}): Claim => ({
  attempt,
  reopen,
  now: at(seconds),
  leaseUntil: at(seconds + LEASE_SECONDS),
});

const anAttempt = (n: number, outcome: Attempt['outcome'], seconds = 0): Attempt => ({
  n,
  at: at(seconds),
  outcome,
  reason: `${outcome} for a reason`,
  durationMs: 12,
});

const anEvent = (overrides: Partial<AcceptedEvent> = {}): AcceptedEvent => ({
  id: ulid(),
  tenant: aTenant(),
  type: 'order.shipped',
  text: '{"order":"4711 – schön 🎉"}',
  acceptedAt: at(0),
  ...overrides,
});

/** What every ledger does, in whatever it keeps its items. Uses ids and tenants of its own, so that a table may be shared. */
export function describeLedgerContract(name: string, makeLedger: () => Ledger): void {
  describe(`${name}, as a ledger of events`, () => describeEvents(makeLedger));
  describe(`${name}, as a ledger of deliveries`, () => {
    describeClaims(makeLedger);
    describeResults(makeLedger);
    describeNotes(makeLedger);
    describeAgreement(makeLedger);
  });
}

function describeEvents(makeLedger: () => Ledger): void {
  it('accepts a notification once and knows it again', async () => {
    const ledger = makeLedger();
    const event = anEvent();
    expect([await ledger.accept(event), await ledger.accept({ ...event, acceptedAt: at(9) })]).toEqual([
      'accepted',
      'known',
    ]);
    expect(await ledger.history(event.id)).toEqual({ event, deliveries: [] });
  });

  it('accepts one of many that come at once', async () => {
    const ledger = makeLedger();
    const event = anEvent();
    const results = await Promise.all(Array.from({ length: CLAIMANTS }, () => ledger.accept(event)));
    expect(results.toSorted()).toEqual(['accepted', ...Array(CLAIMANTS - 1).fill('known')]);
  });

  it.each([
    ['another text', { text: '{}' }],
    ['another tenant', { tenant: 'somebody-else' }],
  ])('keeps the first when %s comes under its id', async (_what, other) => {
    const ledger = makeLedger();
    const event = anEvent();
    await ledger.accept(event);
    expect(await ledger.accept({ ...event, ...other })).toBe('conflict');
    expect(await ledger.history(event.id)).toEqual({ event, deliveries: [] });
  });

  it('knows nothing of an id that never came', async () => {
    expect(await makeLedger().history(ulid())).toEqual({ deliveries: [] });
  });

  it('lists event and deliveries of one notification, in the order of channel and target', async () => {
    const ledger = makeLedger();
    const event = anEvent();
    const key = aKey({ tenant: event.tenant, notificationId: event.id });
    const keys = [key, { ...key, target: 'Bob@example.com' }, { ...key, channel: 'audit', target: '' }];
    for (const one of keys) await ledger.claim(one, aClaim());
    await ledger.accept(event);
    await ledger.claim(aKey(), aClaim());
    const claimed = { state: 'claimed', attempted: 0, attempts: [], leaseUntil: at(LEASE_SECONDS) };
    const deliveries = [keys[2], keys[1], keys[0]].map((one) => ({ ...one, ...claimed }));
    expect(await ledger.history(event.id)).toEqual({ event, deliveries });
  });
}

function describeClaims(makeLedger: () => Ledger): void {
  it('grants a claim to one of many that come at once', async () => {
    const ledger = makeLedger();
    const key = aKey();
    const decisions = await Promise.all(Array.from({ length: CLAIMANTS }, () => ledger.claim(key, aClaim())));
    const leased = Array(CLAIMANTS - 1).fill({ kind: 'leased', until: at(LEASE_SECONDS) });
    expect(decisions.toSorted((one, other) => one.kind.localeCompare(other.kind))).toEqual([
      { kind: 'claimed' },
      ...leased,
    ]);
  });

  it('keeps others off until the lease ends, and then lets one of many take over', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    const early = await ledger.claim(key, aClaim({ seconds: LEASE_SECONDS - 1 }));
    expect(early).toEqual({ kind: 'leased', until: at(LEASE_SECONDS) });
    const late = aClaim({ seconds: LEASE_SECONDS });
    const decisions = await Promise.all(Array.from({ length: CLAIMANTS }, () => ledger.claim(key, late)));
    expect(decisions.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    expect(decisions).toContainEqual({ kind: 'leased', until: at(2 * LEASE_SECONDS) });
  });

  it('tells a claimant whose attempt was superseded that there is nothing to do', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, 'retrying', anAttempt(1, 'retry'));
    expect(await ledger.claim(key, aClaim({ seconds: 100 }))).toEqual({ kind: 'settled', state: 'retrying' });
    expect(await ledger.claim(key, aClaim({ attempt: 2, seconds: 100 }))).toEqual({ kind: 'claimed' });
    expect(await ledger.claim(key, aClaim({ seconds: 300 }))).toEqual({ kind: 'settled', state: 'claimed' });
  });

  it.each(['delivered', 'suppressed', 'rejected', 'failed'] as const)('grants no claim after %s', async (state) => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, state, anAttempt(1, 'retry'));
    expect(await ledger.claim(key, aClaim({ attempt: 9, seconds: 999 }))).toEqual({ kind: 'settled', state });
  });

  it.each(['rejected', 'failed', 'retrying'] as const)(
    'reopens what is %s for a redrive, and keeps its attempts',
    async (state) => {
      const ledger = makeLedger();
      const key = aKey();
      const attempt = anAttempt(3, 'retry');
      await ledger.claim(key, aClaim({ attempt: 3 }));
      await ledger.settle(key, state, attempt);
      expect(await ledger.claim(key, aClaim({ reopen: true, seconds: 10 }))).toEqual({ kind: 'claimed' });
      const reopened = {
        ...key,
        state: 'claimed',
        attempted: 0,
        attempts: [attempt],
        leaseUntil: at(10 + LEASE_SECONDS),
      };
      expect(await ledger.history(key.notificationId)).toEqual({ deliveries: [reopened] });
    },
  );

  it.each(['delivered', 'suppressed'] as const)('does not reopen what is %s', async (state) => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, state, anAttempt(1, state));
    expect(await ledger.claim(key, aClaim({ reopen: true, seconds: 999 }))).toEqual({ kind: 'settled', state });
  });

  it('reopens a claim whose result was never recorded, when its lease is over', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim({ attempt: 3 }));
    const early = await ledger.claim(key, aClaim({ reopen: true, seconds: 1 }));
    expect(early).toEqual({ kind: 'leased', until: at(LEASE_SECONDS) });
    expect(await ledger.claim(key, aClaim({ reopen: true, seconds: LEASE_SECONDS }))).toEqual({ kind: 'claimed' });
  });

  it("grants no claim on another tenant's delivery, in no state", async () => {
    const ledger = makeLedger();
    const key = aKey();
    const foreign = { ...key, tenant: aTenant() };
    await ledger.claim(key, aClaim());
    expect(await ledger.claim(foreign, aClaim({ seconds: 999, reopen: true }))).toEqual({ kind: 'foreign' });
    await ledger.settle(key, 'failed', anAttempt(1, 'retry'));
    expect(await ledger.claim(foreign, aClaim({ seconds: 999, reopen: true }))).toEqual({ kind: 'foreign' });
  });
}

function describeResults(makeLedger: () => Ledger): void {
  it('keeps each attempt with its result', async () => {
    const ledger = makeLedger();
    const key = aKey();
    const attempts = [anAttempt(1, 'retry'), anAttempt(2, 'delivered', 100)] as const;
    await ledger.claim(key, aClaim());
    await ledger.settle(key, 'retrying', attempts[0]);
    await ledger.claim(key, aClaim({ attempt: 2, seconds: 100 }));
    await ledger.settle(key, 'delivered', attempts[1]);
    const delivery = { ...key, state: 'delivered', attempted: 2, attempts };
    expect(await ledger.history(key.notificationId)).toEqual({ deliveries: [delivery] });
  });

  it.each(['delivered', 'suppressed', 'rejected', 'failed'] as const)('never overwrites %s', async (state) => {
    const ledger = makeLedger();
    const key = aKey();
    const attempt = anAttempt(1, 'delivered');
    await ledger.claim(key, aClaim());
    await ledger.settle(key, state, attempt);
    for (const other of ['delivered', 'failed', 'retrying'] as const)
      await ledger.settle(key, other, anAttempt(2, 'retry'));
    await ledger.note(key, 'rejected', anAttempt(1, 'rejected'));
    expect(await ledger.history(key.notificationId)).toEqual({
      deliveries: [{ ...key, state, attempted: 1, attempts: [attempt] }],
    });
  });

  it('records a delivery that was made by an owner whose lease had ended, whoever took over', async () => {
    const ledger = makeLedger();
    const key = aKey();
    const first = anAttempt(1, 'delivered');
    await ledger.claim(key, aClaim());
    await ledger.claim(key, aClaim({ seconds: LEASE_SECONDS }));
    await ledger.settle(key, 'delivered', first);
    await ledger.settle(key, 'retrying', anAttempt(1, 'retry', LEASE_SECONDS));
    expect(await ledger.history(key.notificationId)).toEqual({
      deliveries: [{ ...key, state: 'delivered', attempted: 1, attempts: [first] }],
    });
  });

  it('is not set back by the late failure of an attempt that was superseded', async () => {
    const ledger = makeLedger();
    const key = aKey();
    const first = anAttempt(1, 'retry');
    await ledger.claim(key, aClaim());
    await ledger.claim(key, aClaim({ seconds: LEASE_SECONDS }));
    await ledger.settle(key, 'retrying', first);
    await ledger.claim(key, aClaim({ attempt: 2, seconds: 200 }));
    for (const late of ['retrying', 'failed'] as const) await ledger.settle(key, late, anAttempt(1, 'retry', 200));
    const claimed = { ...key, state: 'claimed', attempted: 1, attempts: [first], leaseUntil: at(200 + LEASE_SECONDS) };
    expect(await ledger.history(key.notificationId)).toEqual({ deliveries: [claimed] });
  });

  it('records no result of a delivery that nobody claimed', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.settle(key, 'delivered', anAttempt(1, 'delivered'));
    expect(await ledger.history(key.notificationId)).toEqual({ deliveries: [] });
  });

  it('keeps an attempt without a reason', async () => {
    const ledger = makeLedger();
    const key = aKey();
    const { reason, ...attempt } = anAttempt(1, 'delivered');
    await ledger.claim(key, aClaim());
    await ledger.settle(key, 'delivered', attempt);
    const { deliveries } = await ledger.history(key.notificationId);
    expect(deliveries).toEqual([{ ...key, state: 'delivered', attempted: 1, attempts: [attempt] }]);
  });
}

function describeNotes(makeLedger: () => Ledger): void {
  it('keeps the first note of a delivery', async () => {
    const ledger = makeLedger();
    const key = aKey({ target: '' });
    const first = anAttempt(1, 'suppressed');
    await ledger.note(key, 'suppressed', first);
    await ledger.note(key, 'rejected', anAttempt(1, 'rejected', 5));
    await ledger.note({ ...key, tenant: aTenant() }, 'rejected', anAttempt(1, 'rejected', 6));
    expect(await ledger.history(key.notificationId)).toEqual({
      deliveries: [{ ...key, state: 'suppressed', attempted: 1, attempts: [first] }],
    });
  });

  it('leaves a claim alone', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.note(key, 'rejected', anAttempt(1, 'rejected'));
    const [delivery] = (await ledger.history(key.notificationId)).deliveries;
    expect(delivery).toMatchObject({ state: 'claimed', attempts: [] });
  });
}

type Step = (ledger: Ledger, key: DeliveryKey, seconds: number) => Promise<unknown>;

const attemptNumber = fc.integer({ min: 1, max: 3 });
const isForeign = fc.boolean().map((foreign) => (foreign ? { tenant: 'somebody-else' } : {}));
const state = fc.constantFrom<DeliveryState>('retrying', 'delivered', 'suppressed', 'rejected', 'failed');
const claimStep = fc.record({ attempt: attemptNumber, reopen: fc.boolean(), other: isForeign }).map(
  ({ other, ...claim }): Step =>
    (ledger, key, seconds) =>
      ledger.claim({ ...key, ...other }, aClaim({ ...claim, seconds })),
);
const settleStep = fc.record({ n: attemptNumber, state }).map(
  ({ n, state }): Step =>
    (ledger, key, seconds) =>
      ledger.settle(key, state, anAttempt(n, 'retry', seconds)),
);
const noteStep = fc.constant<Step>((ledger, key, seconds) =>
  ledger.note(key, 'rejected', anAttempt(1, 'rejected', seconds)),
);
const steps = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 6, arbitrary: claimStep },
      { weight: 4, arbitrary: settleStep },
      { weight: 1, arbitrary: noteStep },
    ),
    fc.constantFrom(1, LEASE_SECONDS - 1, LEASE_SECONDS),
  ),
  { minLength: 2, maxLength: 10 },
);

async function replay(ledger: Ledger, key: DeliveryKey, sequence: readonly (readonly [Step, number])[]) {
  const answers: unknown[] = [];
  let seconds = 0;
  for (const [step, pauseSeconds] of sequence) {
    seconds += pauseSeconds;
    answers.push(await step(ledger, key, seconds));
  }
  return { answers, history: await ledger.history(key.notificationId) };
}

/** The rule is written twice, in the domain and as a condition; here they are held equal. */
function describeAgreement(makeLedger: () => Ledger): void {
  it('answers any sequence of claims and results as the domain says', async () => {
    const property = fc.asyncProperty(steps, async (sequence) => {
      const key = aKey();
      expect(await replay(makeLedger(), key, sequence)).toEqual(await replay(memoryLedger(), key, sequence));
    });
    await fc.assert(property, { numRuns: 50 });
  });
}
