import type { Ledger } from '../../memory/memory-ledger';
import { aTenant } from '../factories';
import {
  aClaim,
  aKey,
  aLease,
  aParking,
  aSettlement,
  at,
  CLAIMANTS,
  IN_A_CENTURY,
  LEASE_SECONDS,
} from './ledger-fixtures';

/** Contract: which caller may attempt a delivery. */
export function describeClaims(makeLedger: () => Ledger): void {
  it('grants a claim to one of many concurrent callers', async () => {
    const ledger = makeLedger();
    const key = aKey();
    const decisions = await Promise.all(Array.from({ length: CLAIMANTS }, () => ledger.claim(key, aClaim())));
    const leased = Array(CLAIMANTS - 1).fill({ kind: 'leased', until: at(LEASE_SECONDS) });
    expect(decisions.toSorted((one, other) => one.kind.localeCompare(other.kind))).toEqual([
      { kind: 'claimed', attempt: 1 },
      ...leased,
    ]);
  });

  it('refuses others until the lease ends, and then lets one of many take over', async () => {
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

  it('answers settled to a caller whose attempt was superseded', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aSettlement(1, 'retrying'));
    expect(await ledger.claim(key, aClaim({ seconds: 100 }))).toEqual({ kind: 'settled', state: 'retrying' });
    expect(await ledger.claim(key, aClaim({ attempt: 2, seconds: 100 }))).toEqual({ kind: 'claimed', attempt: 2 });
    expect(await ledger.claim(key, aClaim({ seconds: 300 }))).toEqual({ kind: 'settled', state: 'claimed' });
  });

  it.each(['delivered', 'suppressed', 'rejected', 'failed', 'held'] as const)(
    'grants no claim after %s',
    async (state) => {
      const ledger = makeLedger();
      const key = aKey();
      await ledger.claim(key, aClaim());
      await ledger.settle(key, aSettlement(1, state));
      expect(await ledger.claim(key, aClaim({ attempt: 9, seconds: 999 }))).toEqual({ kind: 'settled', state });
    },
  );

  it.each(['rejected', 'failed', 'held'] as const)(
    'reopens what is %s for a redrive, once, and keeps its attempts',
    async (state) => {
      const ledger = makeLedger();
      const key = aKey();
      const settlement = aSettlement(3, state);
      await ledger.claim(key, aClaim({ attempt: 3 }));
      await ledger.settle(key, settlement);
      const redrive = aClaim({ redrive: 'one', seconds: 10 });
      expect(await ledger.claim(key, redrive)).toEqual({ kind: 'claimed', attempt: 1 });
      const reopened = {
        ...key,
        state: 'claimed',
        attempted: 0,
        attempts: [settlement.attempt],
        leaseUntil: at(10 + LEASE_SECONDS),
        redrive: 'one',
      };
      expect(await ledger.history(key.notificationId)).toEqual({ deliveries: [reopened] });
      await ledger.settle(key, aSettlement(1, 'failed', 10));
      const duplicate = aClaim({ redrive: 'one', seconds: 100 });
      expect(await ledger.claim(key, duplicate)).toEqual({ kind: 'settled', state: 'failed' });
      expect(await ledger.claim(key, aClaim({ redrive: 'two', seconds: 100 }))).toEqual({
        kind: 'claimed',
        attempt: 1,
      });
    },
  );

  it('grants a redrive of a delivery without an attempt once, too', async () => {
    const ledger = makeLedger();
    const key = aKey();
    expect(await ledger.claim(key, aClaim({ redrive: 'one' }))).toEqual({ kind: 'claimed', attempt: 1 });
    await ledger.settle(key, aSettlement(1, 'failed'));
    const duplicate = aClaim({ redrive: 'one', seconds: 100 });
    expect(await ledger.claim(key, duplicate)).toEqual({ kind: 'settled', state: 'failed' });
  });

  it('grants a redrive of a failed delivery only after its notBefore', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, { ...aSettlement(1, 'failed'), notBefore: at(300) });
    const claimAt = (seconds: number) => ledger.claim(key, aClaim({ redrive: 'one', seconds }));
    expect(await claimAt(299)).toEqual({ kind: 'leased', until: at(300) });
    expect(await claimAt(300)).toEqual({ kind: 'claimed', attempt: 1 });
  });

  it('does not hasten a waiting delivery by a redrive of the whole notification', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, { ...aSettlement(1, 'retrying'), notBefore: at(5_000) }, aParking(IN_A_CENTURY));
    const early = await ledger.claim(key, aClaim({ redrive: 'one', seconds: 10 }));
    expect(early).toEqual({ kind: 'settled', state: 'retrying' });
    const due = await ledger.claim(key, aClaim({ redrive: 'one', seconds: 5_000 }));
    expect(due).toEqual({ kind: 'claimed', attempt: 2 });
  });

  it('grants a redrive of an open delivery its next attempt, so that one chain continues', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim({ attempt: 3 }));
    await ledger.settle(key, aSettlement(3, 'retrying'));
    expect(await ledger.claim(key, aClaim({ redrive: 'one', seconds: 10 }))).toEqual({ kind: 'claimed', attempt: 4 });
    await ledger.settle(key, aSettlement(4, 'retrying', 10));
    const settled = { kind: 'settled', state: 'retrying' };
    expect(await ledger.claim(key, aClaim({ redrive: 'one', seconds: 100 }))).toEqual(settled);
    expect(await ledger.claim(key, aClaim({ attempt: 4, seconds: 100 }))).toEqual(settled);
    expect(await ledger.claim(key, aClaim({ attempt: 5, seconds: 100 }))).toEqual({ kind: 'claimed', attempt: 5 });
  });

  it('grants a redrive the same attempt again when its lease has ended: its process died', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim({ attempt: 3 }));
    await ledger.settle(key, aSettlement(3, 'retrying'));
    const claimAt = (seconds: number) => ledger.claim(key, aClaim({ redrive: 'one', seconds }));
    expect(await claimAt(10)).toEqual({ kind: 'claimed', attempt: 4 });
    expect(await claimAt(11)).toEqual({ kind: 'leased', until: aLease(10) });
    expect(await claimAt(10 + LEASE_SECONDS)).toEqual({ kind: 'claimed', attempt: 4 });
  });

  it('counts a redrive once also if there is no delivery yet', async () => {
    const ledger = makeLedger();
    const key = aKey();
    expect(await ledger.claim(key, aClaim({ redrive: 'one' }))).toEqual({ kind: 'claimed', attempt: 1 });
    await ledger.settle(key, aSettlement(1, 'retrying'));
    const duplicate = aClaim({ redrive: 'one', seconds: 100 });
    expect(await ledger.claim(key, duplicate)).toEqual({ kind: 'settled', state: 'retrying' });
  });

  it('grants one of many concurrent redrives', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aSettlement(1, 'failed'));
    const redrives = Array.from({ length: 4 }, (_, n) => ledger.claim(key, aClaim({ redrive: `r${n}`, seconds: 10 })));
    const decisions = (await Promise.all(redrives)).map(({ kind }) => kind);
    expect(decisions.toSorted()).toEqual(['claimed', 'leased', 'leased', 'leased']);
  });

  it.each(['delivered', 'suppressed'] as const)('does not reopen a delivery that is %s', async (state) => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aSettlement(1, state));
    expect(await ledger.claim(key, aClaim({ redrive: 'one', seconds: 999 }))).toEqual({ kind: 'settled', state });
  });

  it('grants a redrive a claim without a result when its lease has ended', async () => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim({ attempt: 3 }));
    const early = await ledger.claim(key, aClaim({ redrive: 'one', seconds: 1 }));
    expect(early).toEqual({ kind: 'leased', until: at(LEASE_SECONDS) });
    const late = await ledger.claim(key, aClaim({ redrive: 'one', seconds: LEASE_SECONDS }));
    expect(late).toEqual({ kind: 'claimed', attempt: 3 });
  });

  it("grants no claim on another tenant's delivery, in no state", async () => {
    const ledger = makeLedger();
    const key = aKey();
    const foreign = { ...key, tenant: aTenant() };
    await ledger.claim(key, aClaim());
    expect(await ledger.claim(foreign, aClaim({ seconds: 999, redrive: 'one' }))).toEqual({ kind: 'foreign' });
    await ledger.settle(key, aSettlement(1, 'failed'));
    expect(await ledger.claim(foreign, aClaim({ seconds: 999, redrive: 'one' }))).toEqual({ kind: 'foreign' });
  });

  it('lists the targets with an open delivery', async () => {
    const ledger = makeLedger();
    const key = aKey();
    const { target: _, ...begun } = key;
    for (const other of [
      { ...key, channel: 'email-2' },
      aKey(),
      { ...key, target: 'cy@example.com', tenant: aTenant() },
    ])
      await ledger.claim(other, aClaim());
    expect(await ledger.openTargets(begun)).toEqual([]);
    const bob = { ...key, target: 'bob@example.com' };
    for (const one of [key, bob]) await ledger.claim(one, aClaim());
    await ledger.settle(bob, aSettlement(1, 'retrying'), aParking(IN_A_CENTURY));
    expect((await ledger.openTargets(begun)).toSorted()).toEqual([key.target, bob.target]);
    expect([await ledger.openTargets(bob), await ledger.openTargets({ ...bob, tenant: aTenant() })]).toEqual([
      [bob.target],
      [],
    ]);
    await ledger.settle(key, aSettlement(1, 'failed'));
    expect(await ledger.openTargets(begun)).toEqual([bob.target]);
  });

  it.each([
    ['', ['b@x', 'b@z', 'c@x']],
    ['ä', ['ab@x', 'ä@x', 'äb@z']],
    ['😀', ['\uFF5E@x', '😀@x', '😀@z']],
  ])('lists the targets of a range with an open delivery: %s', async (initial, others) => {
    const ledger = makeLedger();
    const key = aKey();
    const targets = [...others, `${initial}a@x`, `${initial}b@x`, `${initial}b@y`, `${initial}d@x`];
    for (const target of new Set(targets)) await ledger.claim({ ...key, target }, aClaim());
    const { target: _, ...begun } = key;
    const range = { from: `${initial}b@x`, to: `${initial}c@x` };
    const within = [...new Set(targets)].filter((target) => range.from <= target && target <= range.to);
    expect((await ledger.openTargets({ ...begun, range })).toSorted()).toEqual(within.toSorted());
  });
}
