import { ulid } from 'ulid';
import type { Ledger } from '../../memory/memory-ledger';
import { aClaim, aKey, anEvent, at, CLAIMANTS, LEASE_SECONDS } from './ledger-fixtures';

/** Accepting notifications, and reading them back. */
export function describeEvents(makeLedger: () => Ledger): void {
  it('accepts a notification once and knows it again', async () => {
    const ledger = makeLedger();
    const event = anEvent();
    expect(await ledger.accept(event)).toEqual({ kind: 'accepted' });
    expect(await ledger.accept({ ...event, acceptedAt: at(9) })).toEqual({ kind: 'known' });
    expect(await ledger.history(event.id)).toEqual({ event, deliveries: [] });
  });

  it('accepts one of many that come at once', async () => {
    const ledger = makeLedger();
    const event = anEvent();
    const results = await Promise.all(Array.from({ length: CLAIMANTS }, () => ledger.accept(event)));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['accepted', ...Array(CLAIMANTS - 1).fill('known')]);
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
