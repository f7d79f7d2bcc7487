import { ulid } from 'ulid';
import { contentDigest } from '../../domain/notification/content-digest';
import type { Ledger } from '../../memory/memory-ledger';
import { aClaim, aKey, aLease, anEvent, at, CLAIMANTS, IN_A_CENTURY } from './ledger-fixtures';

/** An eventually consistent read may miss what was written a moment ago. */
async function readUntilThere<Value>(read: () => Promise<Value | undefined>): Promise<Value | undefined> {
  let value = await read();
  for (let tries = 1; value === undefined && tries < MAX_READS; tries++) value = await read();
  return value;
}

const MAX_READS = 50;

/** Accepting notifications, and reading them back. */
export function describeEvents(makeLedger: () => Ledger): void {
  it('accepts a notification once and knows it again', async () => {
    const ledger = makeLedger();
    const event = anEvent();
    expect(await ledger.accept(event)).toEqual({ kind: 'accepted' });
    expect(await ledger.accept({ ...event, acceptedAt: at(9) })).toEqual({ kind: 'known' });
    expect(await ledger.history(event.id)).toEqual({ event, deliveries: [] });
  });

  it('knows the content of what was accepted, and nothing of what was not', async () => {
    const ledger = makeLedger();
    const event = anEvent();
    expect(await ledger.accepted(event.id)).toBeUndefined();
    await ledger.accept(event);
    const digest = contentDigest(JSON.parse(event.text));
    expect(await readUntilThere(() => ledger.accepted(event.id))).toEqual({ tenant: event.tenant, digest });
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
