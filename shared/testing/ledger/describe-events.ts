import { ulid } from 'ulid';
import type { Ledger } from '../../memory/memory-ledger';
import { aClaim, aKey, aLease, anEvent, at, CLAIMANTS, IN_A_CENTURY } from './ledger-fixtures';

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
    // Where the table is a stack's, its own sweeper would adopt them if their claims had ended by the real date.
    for (const one of keys) await ledger.claim(one, aClaim({ seconds: IN_A_CENTURY }));
    await ledger.accept(event);
    await ledger.claim(aKey(), aClaim());
    const claimed = { state: 'claimed', attempted: 0, attempts: [], leaseUntil: aLease(IN_A_CENTURY) };
    const deliveries = [keys[2], keys[1], keys[0]].map((one) => ({ ...one, ...claimed }));
    expect(await ledger.history(event.id)).toEqual({ event, deliveries });
  });
}
