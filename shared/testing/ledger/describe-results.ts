import type { Settlement } from '../../domain/delivery/claim';
import type { Ledger } from '../../memory/memory-ledger';
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
} from './ledger-fixtures';

/** Contract: stored attempts and notes. */
export function describeResults(makeLedger: () => Ledger): void {
  it('keeps each attempt with its result', async () => {
    const ledger = makeLedger();
    const key = aKey();
    const settlements = [aSettlement(1, 'retrying'), aSettlement(2, 'delivered', 100)] as const;
    await ledger.claim(key, aClaim());
    await ledger.settle(key, settlements[0]);
    await ledger.claim(key, aClaim({ attempt: 2, seconds: 100 }));
    await ledger.settle(key, settlements[1]);
    const delivery = { ...key, state: 'delivered', attempted: 2, attempts: settlements.map(({ attempt }) => attempt) };
    expect(await ledger.history(key.notificationId)).toEqual({ deliveries: [delivery] });
  });

  it('reads existing deliveries by their keys', async () => {
    const ledger = makeLedger();
    const [key, other, unknown] = [aKey(), aKey({ target: 'ep_2' }), aKey()];
    for (const each of [key, other]) await ledger.claim(each, aClaim());
    await ledger.settle(key, aSettlement(1, 'held'));
    const read = await ledger.deliveries([key, unknown, other]);
    const states = read.map(({ target, state, attempts }) => [target, state, attempts.length]).toSorted();
    expect(states).toEqual(
      [
        [key.target, 'held', 1],
        ['ep_2', 'claimed', 0],
      ].toSorted(),
    );
    expect(await ledger.deliveries([])).toEqual([]);
  });

  it.each(['sent', 'delivered', 'suppressed', 'rejected', 'failed', 'held'] as const)(
    'never overwrites %s',
    async (state) => {
      const ledger = makeLedger();
      const key = aKey();
      const settlement = aSettlement(1, state);
      await ledger.claim(key, aClaim());
      await ledger.settle(key, settlement);
      for (const other of ['sent', 'delivered', 'failed', 'retrying'] as const)
        await ledger.settle(key, aSettlement(2, other));
      await ledger.note(key, 'rejected', anAttempt(1, 'rejected'));
      expect(await ledger.history(key.notificationId)).toEqual({
        deliveries: [{ ...key, state, attempted: 1, attempts: [settlement.attempt] }],
      });
    },
  );

  it('records a delivery made by an owner whose lease had ended, although another worker took over', async () => {
    const ledger = makeLedger();
    const key = aKey();
    const first = aSettlement(1, 'delivered');
    await ledger.claim(key, aClaim());
    await ledger.claim(key, aClaim({ seconds: LEASE_SECONDS }));
    await ledger.settle(key, first);
    await ledger.settle(key, aSettlement(1, 'retrying', LEASE_SECONDS));
    expect(await ledger.history(key.notificationId)).toEqual({
      deliveries: [{ ...key, state: 'delivered', attempted: 1, attempts: [first.attempt] }],
    });
  });

  it('ignores any other result of an owner whose claim another worker took over', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.claim(key, aClaim({ seconds: LEASE_SECONDS }));
    const decisions = [];
    for (const state of ['retrying', 'failed', 'rejected', 'suppressed'] as const)
      decisions.push(await ledger.settle(key, aSettlement(1, state)));
    decisions.push(await ledger.settle(key, aDeferral(1), aParking(3_600)));
    expect(decisions).toEqual(Array(5).fill('superseded'));
    const claimed = { ...key, state: 'claimed', attempted: 0, attempts: [], leaseUntil: at(2 * LEASE_SECONDS) };
    expect(await ledger.history(key.notificationId)).toEqual({ deliveries: [claimed] });
  });

  it('ignores it also after the result of the other worker, to which the parked message belongs', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.claim(key, aClaim({ seconds: LEASE_SECONDS }));
    const parking = aParking(IN_A_CENTURY);
    expect(await ledger.settle(key, aDeferral(1, LEASE_SECONDS), parking)).toBe('recorded');
    for (const late of [aDeferral(1), aSettlement(1, 'retrying'), aSettlement(1, 'failed')])
      expect(await ledger.settle(key, late)).toBe('superseded');
    const waiting = { ...key, state: 'retrying', attempted: 0, attempts: [], dueAt: parking.dueAt };
    expect(await ledger.history(key.notificationId)).toEqual({ deliveries: [waiting] });
  });

  it('counts it for nothing after a redrive: its number would pass over the attempts of the new chain', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim({ attempt: 5 }));
    await ledger.claim(key, aClaim({ attempt: 5, seconds: LEASE_SECONDS }));
    await ledger.settle(key, aSettlement(5, 'failed', LEASE_SECONDS));
    await ledger.claim(key, aClaim({ redrive: 'one', seconds: 100 }));
    await ledger.settle(key, aSettlement(1, 'retrying', 100));
    expect(await ledger.settle(key, aSettlement(5, 'retrying'))).toBe('superseded');
    expect(await ledger.claim(key, aClaim({ attempt: 2, seconds: 200 }))).toEqual({ kind: 'claimed', attempt: 2 });
  });

  it('records the result of an owner whose lease has ended, if no other worker took over', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    const late = aSettlement(1, 'failed');
    expect(await ledger.settle(key, late)).toBe('recorded');
    expect(await ledger.settle(key, late)).toBe('closed');
  });

  it('records no result of a delivery without a claim', async () => {
    const ledger = makeLedger();
    const key = aKey();
    for (const state of ['delivered', 'retrying'] as const)
      expect(await ledger.settle(key, aSettlement(1, state))).toBe('superseded');
    expect(await ledger.history(key.notificationId)).toEqual({ deliveries: [] });
  });

  const exchange = {
    status: 503,
    timings: { firstByte: 9, total: 10 },
    response: 'schön 🎉',
    truncated: true,
  } as const;
  const answered = (n: number, state: Settlement['state'], seconds = 0): Settlement => {
    const settlement = aSettlement(n, state, seconds);
    return { ...settlement, ...(settlement.attempt && { attempt: { ...settlement.attempt, exchange } }) };
  };

  it('keeps the response of the receiver to each attempt, for any outcome', async () => {
    const ledger = makeLedger();
    const key = aKey();
    const settlements = [answered(1, 'retrying'), aSettlement(2, 'retrying', 100), answered(3, 'delivered', 200)];
    for (const [index, settlement] of settlements.entries()) {
      await ledger.claim(key, aClaim({ attempt: index + 1, seconds: index * 100 }));
      await ledger.settle(key, settlement);
    }
    const [delivery] = (await ledger.history(key.notificationId)).deliveries;
    expect(delivery?.attempts).toEqual(settlements.map(({ attempt }) => attempt));
  });

  it('keeps the answers of each target apart', async () => {
    const ledger = makeLedger();
    const [one, other] = [aKey({ target: 'ep_1' }), aKey({ target: 'ep_1#0001' })];
    const { notificationId } = one;
    for (const key of [one, { ...other, notificationId }]) {
      await ledger.claim(key, aClaim());
      await ledger.settle(key, answered(1, 'failed'));
    }
    const { deliveries } = await ledger.history(notificationId);
    expect(deliveries.map(({ attempts }) => attempts.map((attempt) => attempt.exchange))).toEqual([
      [exchange],
      [exchange],
    ]);
  });

  it('drops the oldest attempts of a delivery that is redriven without limit', async () => {
    const ledger = makeLedger();
    const key = aKey();
    for (let redrive = 0; redrive < 62; redrive++) {
      await ledger.claim(key, aClaim({ seconds: redrive * 100, redrive: at(redrive * 100) }));
      await ledger.settle(key, answered(1, 'failed', redrive * 100));
    }
    const [delivery] = (await ledger.history(key.notificationId)).deliveries;
    // The 62nd claim found 61 attempts, and kept 40 of them.
    expect(delivery?.attempts).toHaveLength(41);
    expect(delivery?.attempts.at(-1)?.at).toBe(at(6_100));
  });

  it('keeps an attempt without a reason', async () => {
    const ledger = makeLedger();
    const key = aKey();
    const { reason, ...attempt } = anAttempt(1, 'delivered');
    await ledger.claim(key, aClaim());
    await ledger.settle(key, { ...aSettlement(1, 'delivered'), attempt });
    const { deliveries } = await ledger.history(key.notificationId);
    expect(deliveries).toEqual([{ ...key, state: 'delivered', attempted: 1, attempts: [attempt] }]);
  });
}

/** Contract: final states without an attempt. */
export function describeNotes(makeLedger: () => Ledger): void {
  it('keeps the first note of a delivery', async () => {
    const ledger = makeLedger();
    const key = aKey({ target: '' });
    const first = anAttempt(1, 'suppressed');
    await ledger.note(key, 'suppressed', first);
    await ledger.note(key, 'rejected', anAttempt(1, 'rejected', 5));
    expect(await ledger.history(key.notificationId)).toEqual({
      deliveries: [{ ...key, state: 'suppressed', attempted: 1, attempts: [first] }],
    });
  });

  it('keeps the note of each tenant that claims the id, in any order', async () => {
    const ledger = makeLedger();
    const owner = aKey({ target: '', tenant: 'owner' });
    const others = ['?', 'another'].map((tenant) => ({ ...owner, tenant }));
    for (const key of [...others, owner]) await ledger.note(key, 'rejected', anAttempt(1, 'rejected'));
    const noted = { state: 'rejected', attempted: 1, attempts: [anAttempt(1, 'rejected')] };
    const deliveries = [...others, owner].map((key) => ({ ...key, ...noted }));
    expect(await ledger.history(owner.notificationId)).toEqual({ deliveries });
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
