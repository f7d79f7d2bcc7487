import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { DeliveryKey } from '../../domain/delivery/claim';
import { FEEDBACK_STATES, type Feedback } from '../../domain/delivery/feedback';
import type { Ledger } from '../../memory/memory-ledger';
import {
  aClaim,
  aDeferral,
  aKey,
  anAttempt,
  aParking,
  aSettlement,
  aTransientBounce,
  at,
  someFeedback,
} from './ledger-fixtures';

/** Contract: feedback of a mail service, late or early. */
export function describeFeedback(makeLedger: () => Ledger): void {
  const deliveryOf = async (ledger: Ledger, key: DeliveryKey) =>
    (await ledger.history(key.notificationId)).deliveries[0];

  async function claimed() {
    const [ledger, key] = [makeLedger(), aKey()];
    await ledger.claim(key, aClaim());
    return { ledger, key, delivery: () => deliveryOf(ledger, key) };
  }

  it('records feedback on a sent mail', async () => {
    const { ledger, key, delivery } = await claimed();
    await ledger.settle(key, aSettlement(1, 'sent'));
    expect(await ledger.recordFeedback(key, someFeedback('bounced', 60))).toBe('recorded');
    expect(await delivery()).toEqual({
      ...key,
      state: 'bounced',
      attempted: 1,
      attempts: [anAttempt(1, 'sent')],
      feedback: { state: 'bounced', at: at(60), reason: 'bounced for a reason' },
    });
  });

  it('what it has told waits for nothing, so that a redrive of what was rejected need not wait', async () => {
    const { ledger, key, delivery } = await claimed();
    await ledger.settle(key, { ...aDeferral(1), notBefore: at(800) }, aParking(3600));
    await ledger.recordFeedback(key, someFeedback('rejected', 60));
    const told = { ...key, state: 'rejected', attempted: 0, attempts: [], feedback: someFeedback('rejected', 60) };
    expect(await delivery()).toEqual(told);
    await ledger.settle(key, { ...aSettlement(1, 'failed'), notBefore: at(800) });
    expect(await delivery()).toEqual({ ...told, attempted: 1, attempts: [anAttempt(1, 'retry')] });
    expect(await ledger.claim(key, aClaim({ redrive: 'one', seconds: 100 }))).toEqual({ kind: 'claimed', attempt: 1 });
  });

  it('that the mail before a redrive was not sent says nothing of the one after it', async () => {
    const { ledger, key, delivery } = await claimed();
    await ledger.settle(key, aSettlement(1, 'rejected'));
    await ledger.claim(key, aClaim({ redrive: at(100), seconds: 100 }));
    expect(await ledger.recordFeedback(key, someFeedback('rejected', 60))).toBe('known');
    await ledger.settle(key, aSettlement(1, 'sent', 100));
    expect(await delivery()).toMatchObject({ state: 'sent' });
    expect(await ledger.recordFeedback(key, someFeedback('rejected', 110))).toBe('recorded');
  });

  it('that a mail was taken over, which was not sent in the end, says nothing of the one after a redrive', async () => {
    const { ledger, key, delivery } = await claimed();
    await ledger.settle(key, aSettlement(1, 'sent'));
    await ledger.recordFeedback(key, someFeedback('rejected', 1));
    for (const seconds of [100, 200]) {
      await ledger.claim(key, aClaim({ redrive: at(seconds), seconds }));
      expect(await ledger.recordFeedback(key, someFeedback('sent', 1))).toBe('known');
      await ledger.settle(key, aSettlement(1, 'failed', seconds));
    }
    expect(await delivery()).toMatchObject({ state: 'failed', refusedAt: at(1) });
    expect(await ledger.recordFeedback(key, someFeedback('sent', 201))).toBe('recorded');
  });

  it('keeps feedback that came before our own record of the mail, and the record too', async () => {
    const { ledger, key, delivery } = await claimed();
    expect(await ledger.recordFeedback(key, someFeedback('delivered'))).toBe('recorded');
    for (const _ of [1, 2]) await ledger.settle(key, aSettlement(1, 'sent'));
    expect(await delivery()).toEqual({
      ...key,
      state: 'delivered',
      attempted: 1,
      attempts: [anAttempt(1, 'sent')],
      feedback: someFeedback('delivered'),
    });
  });

  it('a delivery of which there is feedback is done, though its sender saw a failure and would try again', async () => {
    const { ledger, key } = await claimed();
    await ledger.recordFeedback(key, someFeedback('delayed'));
    await ledger.settle(key, aSettlement(1, 'retrying'), aParking(3600));
    expect(await ledger.claim(key, aClaim({ attempt: 2, seconds: 3600 }))).toEqual({
      kind: 'settled',
      state: 'delayed',
    });
  });

  it.each([
    ['was to be tried again', 'retrying', undefined],
    ['was to be tried again after a long wait', 'retrying', aParking(3600)],
    ['was given up', 'failed', undefined],
  ] as const)('keeps the attempt that came to nothing for its sender, and %s', async (_, state, parking) => {
    const { ledger, key, delivery } = await claimed();
    await ledger.recordFeedback(key, someFeedback('delivered'));
    const decisions: unknown[] = [];
    for (const _ of [1, 2]) decisions.push(await ledger.settle(key, aSettlement(1, state), parking));
    expect(decisions).toEqual(['recorded', 'closed']);
    expect(await delivery()).toEqual({
      ...key,
      state: 'delivered',
      attempted: 1,
      attempts: [anAttempt(1, 'retry')],
      feedback: someFeedback('delivered'),
    });
    expect(await ledger.postpone({ key, ...aParking(3600), attempted: 1 }, at(7200))).toBe(false);
  });

  it('a message parked for the next attempt is not sent', async () => {
    const { ledger, key, delivery } = await claimed();
    await ledger.settle(key, aSettlement(1, 'retrying'), aParking(3600));
    await ledger.recordFeedback(key, someFeedback('delivered'));
    expect(await delivery()).not.toHaveProperty('dueAt');
    expect(await ledger.postpone({ key, ...aParking(3600), attempted: 1 }, at(7200))).toBe(false);
  });

  it('answers known for equal or weaker feedback, and does not change', async () => {
    const { ledger, key, delivery } = await claimed();
    await ledger.recordFeedback(key, someFeedback('bounced'));
    const before = await delivery();
    for (const state of ['delayed', 'rejected', 'delivered', 'bounced'] as const) {
      expect(await ledger.recordFeedback(key, someFeedback(state, 60))).toBe('known');
    }
    expect(await delivery()).toEqual(before);
  });

  describe('a transient bounce', () => {
    const returned = { at: at(60), reason: 'bounced for a reason' };

    it('does not change a delivered mail, and is kept as a note', async () => {
      const { ledger, key, delivery } = await claimed();
      await ledger.recordFeedback(key, someFeedback('delivered'));
      expect(await ledger.recordFeedback(key, aTransientBounce(60))).toBe('recorded');
      expect(await delivery()).toMatchObject({ state: 'delivered', feedback: someFeedback('delivered'), returned });
    });

    it('is the state until stronger feedback comes', async () => {
      const { ledger, key, delivery } = await claimed();
      await ledger.settle(key, aSettlement(1, 'sent'));
      await ledger.recordFeedback(key, someFeedback('delayed'));
      expect(await ledger.recordFeedback(key, aTransientBounce(60))).toBe('recorded');
      expect(await delivery()).toMatchObject({ state: 'bounced', feedback: aTransientBounce(60), returned });
      for (const state of ['delivered', 'bounced', 'complained'] as const) {
        expect(await ledger.recordFeedback(key, someFeedback(state, 90))).toBe('recorded');
        expect(await delivery()).toMatchObject({ state, feedback: someFeedback(state, 90), returned });
      }
    });

    it('is noted once, with the latest one', async () => {
      const { ledger, key, delivery } = await claimed();
      await ledger.recordFeedback(key, someFeedback('delivered'));
      const answers: string[] = [];
      for (const seconds of [30, 60, 60, 40]) answers.push(await ledger.recordFeedback(key, aTransientBounce(seconds)));
      expect([answers, (await delivery())?.returned]).toEqual([['recorded', 'recorded', 'known', 'known'], returned]);
    });

    it("is noted of no delivery that is not there, or another tenant's", async () => {
      const { ledger, key, delivery } = await claimed();
      await ledger.recordFeedback(key, someFeedback('delivered'));
      const before = await delivery();
      for (const other of [aKey(), { ...key, tenant: 'somebody-else' }])
        expect(await ledger.recordFeedback(other, aTransientBounce(60))).toBe('unknown');
      expect(await delivery()).toEqual(before);
    });
  });

  it("knows nothing of a delivery that is not there, or another tenant's", async () => {
    const { ledger, key, delivery } = await claimed();
    const before = await delivery();
    for (const other of [aKey(), { ...key, tenant: 'somebody-else' }, { ...key, target: 'bob@example.com' }]) {
      expect(await ledger.recordFeedback(other, someFeedback('complained'))).toBe('unknown');
    }
    expect(await delivery()).toEqual(before);
  });

  it('ends in the same state for any order and number of duplicates', async () => {
    const said = FEEDBACK_STATES.map((state) => someFeedback(state));
    const [transient, all] = [aTransientBounce(), said.toSpliced(3, 0, aTransientBounce())];
    const disorder = fc.uniqueArray(fc.constantFrom(...all), { minLength: 1 }).chain((some) => {
      const events: readonly (Feedback | 'settle')[] = [...some, ...some, 'settle'];
      return fc.shuffledSubarray([...events], { minLength: events.length });
    });
    const replay = async (events: readonly (Feedback | 'settle')[]) => {
      const { ledger, key, delivery } = await claimed();
      for (const event of events) {
        if (event === 'settle') await ledger.settle(key, aSettlement(1, 'sent'));
        else await ledger.recordFeedback(key, event);
      }
      const { state, attempted, attempts, feedback, returned } = (await delivery()) ?? {};
      return { state, attempted, attempts, feedback, returned };
    };
    const property = fc.asyncProperty(disorder, async (events) => {
      const isTold = (one: Feedback) => events.some((event) => isDeepStrictEqual(event, one));
      const strongest = all.findLast(isTold) ?? someFeedback('sent');
      const firstSent = events.findIndex((event) => event !== 'settle' && event.state === 'sent');
      const isNews = strongest.state !== 'sent' || firstSent < events.indexOf('settle');
      expect(await replay(events)).toEqual({
        state: strongest.state,
        attempted: 1,
        attempts: [anAttempt(1, 'sent')],
        feedback: isNews ? strongest : undefined,
        returned: isTold(transient) ? { at: transient.at, reason: transient.reason } : undefined,
      });
    });
    await fc.assert(property, { numRuns: 25 });
  });
}
