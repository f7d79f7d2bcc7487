import fc from 'fast-check';
import type { DeliveryKey, Settlement } from '../../domain/delivery/claim';
import { FEEDBACK_STATES } from '../../domain/delivery/feedback';
import { type Ledger, memoryLedger } from '../../memory/memory-ledger';
import {
  aClaim,
  aDeferral,
  aKey,
  anAttempt,
  aParking,
  aSettlement,
  at,
  IN_A_CENTURY,
  LEASE_SECONDS,
  someFeedback,
} from './ledger-fixtures';

type Step = (ledger: Ledger, key: DeliveryKey, seconds: number) => Promise<unknown>;

const attemptNumber = fc.integer({ min: 1, max: 3 });
const isForeign = fc.boolean().map((foreign) => (foreign ? { tenant: 'somebody-else' } : {}));
const state = fc.constantFrom<Settlement['state']>(
  'retrying',
  'sent',
  'delivered',
  'suppressed',
  'rejected',
  'failed',
  'held',
);
const digest = fc.constantFrom({}, { digest: 'one content' }, { digest: 'another' });
const redrive = fc.constantFrom({}, { redrive: 'one' }, { redrive: 'two' });
const claimStep = fc.record({ attempt: attemptNumber, redrive, other: isForeign, digest }).map(
  ({ other, digest, redrive, ...claim }): Step =>
    (ledger, key, seconds) =>
      ledger.claim({ ...key, ...other }, aClaim({ ...claim, ...redrive, ...digest, seconds })),
);
/** Lease of the previous step's claim, most likely, or of no claim. */
const lease = fc.constantFrom(0, 1, LEASE_SECONDS - 1, LEASE_SECONDS);

const notBefore = fc.constantFrom({}, { notBefore: at(LEASE_SECONDS) }, { notBefore: at(3_000) });
const settleStep = fc.record({ n: attemptNumber, state, lease, notBefore }).map(
  ({ n, state, lease, notBefore }): Step =>
    (ledger, key, seconds) =>
      ledger.settle(key, { ...aSettlement(n, state, seconds - lease), ...notBefore }),
);
const parkStep = fc.record({ n: attemptNumber, isDeferred: fc.boolean(), lease, notBefore }).map(
  ({ n, isDeferred, lease, notBefore }): Step =>
    (ledger, key, seconds) => {
      const settlement = isDeferred ? aDeferral(n, seconds - lease) : aSettlement(n, 'retrying', seconds - lease);
      return ledger.settle(key, { ...settlement, ...notBefore }, aParking(IN_A_CENTURY + seconds));
    },
);
const noteStep = fc.constant<Step>((ledger, key, seconds) =>
  ledger.note(key, 'rejected', anAttempt(1, 'rejected', seconds)),
);
const feedbackStep = fc.record({ state: fc.constantFrom(...FEEDBACK_STATES), other: isForeign }).map(
  ({ state, other }): Step =>
    (ledger, key, seconds) =>
      ledger.recordFeedback({ ...key, ...other }, someFeedback(state, seconds)),
);
const steps = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 6, arbitrary: claimStep },
      { weight: 4, arbitrary: settleStep },
      { weight: 2, arbitrary: parkStep },
      { weight: 2, arbitrary: feedbackStep },
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

/** The claim rule exists twice, in the domain and as a DynamoDB condition: property test that both agree. */
export function describeAgreement(makeLedger: () => Ledger): void {
  it('answers any sequence of claims and results like the domain rule', async () => {
    const property = fc.asyncProperty(steps, async (sequence) => {
      const key = aKey();
      expect(await replay(makeLedger(), key, sequence)).toEqual(await replay(memoryLedger(), key, sequence));
    });
    await fc.assert(property, { numRuns: 100 });
  });
}
