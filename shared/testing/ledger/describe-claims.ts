import type { Ledger } from '../../memory/memory-ledger';
import { aTenant } from '../factories';
import { aClaim, aKey, aSettlement, at, CLAIMANTS, LEASE_SECONDS } from './ledger-fixtures';

/** Who may attempt a delivery. */
export function describeClaims(makeLedger: () => Ledger): void {
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
    await ledger.settle(key, aSettlement(1, 'retrying'));
    expect(await ledger.claim(key, aClaim({ seconds: 100 }))).toEqual({ kind: 'settled', state: 'retrying' });
    expect(await ledger.claim(key, aClaim({ attempt: 2, seconds: 100 }))).toEqual({ kind: 'claimed' });
    expect(await ledger.claim(key, aClaim({ seconds: 300 }))).toEqual({ kind: 'settled', state: 'claimed' });
  });

  it.each(['delivered', 'suppressed', 'rejected', 'failed'] as const)('grants no claim after %s', async (state) => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aSettlement(1, state));
    expect(await ledger.claim(key, aClaim({ attempt: 9, seconds: 999 }))).toEqual({ kind: 'settled', state });
  });

  it.each(['rejected', 'failed', 'retrying'] as const)(
    'reopens what is %s for a redrive, and keeps its attempts',
    async (state) => {
      const ledger = makeLedger();
      const key = aKey();
      const settlement = aSettlement(3, state);
      await ledger.claim(key, aClaim({ attempt: 3 }));
      await ledger.settle(key, settlement);
      expect(await ledger.claim(key, aClaim({ reopen: true, seconds: 10 }))).toEqual({ kind: 'claimed' });
      const reopened = {
        ...key,
        state: 'claimed',
        attempted: 0,
        attempts: [settlement.attempt],
        leaseUntil: at(10 + LEASE_SECONDS),
      };
      expect(await ledger.history(key.notificationId)).toEqual({ deliveries: [reopened] });
    },
  );

  it.each(['delivered', 'suppressed'] as const)('does not reopen what is %s', async (state) => {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aSettlement(1, state));
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
    await ledger.settle(key, aSettlement(1, 'failed'));
    expect(await ledger.claim(foreign, aClaim({ seconds: 999, reopen: true }))).toEqual({ kind: 'foreign' });
  });

  it('knows whether anything of a delivery has begun, in whatever state it is', async () => {
    const ledger = makeLedger();
    const key = aKey();
    for (const other of [{ ...key, channel: 'email-2' }, { ...key, target: 'bob@example.com' }, aKey()])
      await ledger.claim(other, aClaim());
    expect(await ledger.hasBegun(key)).toBe(false);
    await ledger.claim(key, aClaim());
    expect([await ledger.hasBegun(key), await ledger.hasBegun({ ...key, tenant: aTenant() })]).toEqual([true, false]);
    await ledger.settle(key, aSettlement(1, 'failed'));
    expect(await ledger.hasBegun(key)).toBe(true);
  });
}
