import { ulid } from 'ulid';
import { type AddressDigest, erasedAddress } from '../../domain/audit-chain/address-digest';
import { contentDigest } from '../../domain/notification/content-digest';
import type { ErasableLedger, Ledger } from '../../memory/memory-ledger';
import { aClaim, aKey, aLease, anEvent, aSettlement, at, CLAIMANTS, IN_A_CENTURY } from './ledger-fixtures';

/** An eventually consistent read may miss what was written a moment ago. */
async function readUntilThere<Value>(read: () => Promise<Value | undefined>): Promise<Value | undefined> {
  let value = await read();
  for (let tries = 1; value === undefined && tries < MAX_READS; tries++) value = await read();
  return value;
}

const MAX_READS = 50;

/** Contract: accept notifications, and read them back. */
export function describeEvents(makeLedger: () => Ledger): void {
  it('accepts a notification once and recognises it again', async () => {
    const ledger = makeLedger();
    const event = anEvent();
    expect(await ledger.accept(event)).toEqual({ kind: 'accepted' });
    expect(await ledger.accept({ ...event, acceptedAt: at(9) })).toEqual({ kind: 'known' });
    expect(await ledger.history(event.id)).toEqual({ event, deliveries: [] });
  });

  it('returns the accepted content of an id, and undefined for another id', async () => {
    const ledger = makeLedger();
    const event = anEvent();
    expect(await ledger.accepted(event.id)).toBeUndefined();
    await ledger.accept(event);
    const digest = contentDigest(JSON.parse(event.text));
    expect(await readUntilThere(() => ledger.accepted(event.id))).toEqual({ tenant: event.tenant, digest });
  });

  it('accepts one of many concurrent ones', async () => {
    const ledger = makeLedger();
    const event = anEvent();
    const results = await Promise.all(Array.from({ length: CLAIMANTS }, () => ledger.accept(event)));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['accepted', ...Array(CLAIMANTS - 1).fill('known')]);
  });

  it('has no history of an unknown id', async () => {
    expect(await makeLedger().history(ulid())).toEqual({ deliveries: [] });
  });

  it('lists event and deliveries of one notification, in the order of channel and target', async () => {
    const ledger = makeLedger();
    const event = anEvent();
    const key = aKey({ tenant: event.tenant, notificationId: event.id });
    const keys = [key, { ...key, target: 'Bob@example.com' }, { ...key, channel: 'audit', target: '' }];
    // Claims end in a century: on a deployed stack's table, its sweeper would adopt deliveries whose lease has ended.
    for (const one of keys) await ledger.claim(one, aClaim({ seconds: IN_A_CENTURY }));
    await ledger.accept(event);
    await ledger.claim(aKey(), aClaim());
    const claimed = { state: 'claimed', attempted: 0, attempts: [], leaseUntil: aLease(IN_A_CENTURY) };
    const deliveries = [keys[2], keys[1], keys[0]].map((one) => ({ ...one, ...claimed }));
    expect(await ledger.history(event.id)).toEqual({ event, deliveries });
  });
}

/** Digest of the table's own key: an audit of the stack would report a record sealed with another one. */
export type DigestOf = () => Promise<AddressDigest>;

/** Contract: after an erasure, deliveries from before it can be told from later ones. */
export function describeErasures(makeLedger: () => ErasableLedger, digestOfAddresses: DigestOf): void {
  /** A notification mailed to ann and bob, from which ann was erased. */
  async function erased() {
    const ledger = makeLedger();
    const event = anEvent({ content: { recipients: 'ann@example.com, bob@example.com' } });
    const anns = aKey({ tenant: event.tenant, notificationId: event.id });
    const bobs = { ...anns, target: 'bob@example.com' };
    await ledger.accept(event);
    await readUntilThere(() => ledger.accepted(event.id));
    for (const key of [anns, bobs]) {
      await ledger.claim(key, aClaim({ digest: 'd' }));
      await ledger.settle(key, aSettlement(1, 'failed'));
    }
    const digest = await digestOfAddresses();
    await ledger.erase(event.id, 'ann@example.com', digest);
    return { ledger, event, anns, bobs, moved: { ...anns, target: erasedAddress(anns.target, digest) } };
  }

  it('marks a record from which an address was erased, and has no content digest of it', async () => {
    const { ledger, event } = await erased();
    const read = async () => ((await ledger.accepted(event.id))?.erased ? ledger.accepted(event.id) : undefined);
    expect(await readUntilThere(read)).toEqual({ tenant: event.tenant, erased: true });
  });

  it('tells deliveries from before the erasure from later ones, also once they are claimed again', async () => {
    const { ledger, anns, bobs, moved } = await erased();
    const isThere = async (key: typeof anns) => (await ledger.begunBeforeErasure(key)) || undefined;
    await ledger.claim(bobs, aClaim({ redrive: 'one', seconds: 10, digest: 'd' }));
    await ledger.claim(anns, aClaim({ seconds: 10 }));
    expect([await readUntilThere(() => isThere(bobs)), await readUntilThere(() => isThere(moved))]).toEqual([
      true,
      true,
    ]);
    const others = [anns, { ...anns, target: 'eve@example.com' }, { ...bobs, channel: 'webhook' }, aKey()];
    expect(await Promise.all(others.map((key) => ledger.begunBeforeErasure(key)))).toEqual(others.map(() => false));
  });

  it('lists deliveries without the erasure mark', async () => {
    const { ledger, event, bobs } = await erased();
    const { deliveries, event: record } = await ledger.history(event.id);
    expect([Object.keys(record ?? {}).toSorted(), deliveries.length]).toEqual([Object.keys(event).toSorted(), 2]);
    expect([...deliveries, ...(await ledger.deliveries([bobs]))].flatMap(Object.keys)).not.toContain(
      'begunBeforeErasure',
    );
  });
}
