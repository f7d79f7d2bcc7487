import type { Delivery } from '../../domain/delivery/claim';
import type { Ledger } from '../../memory/memory-ledger';
import {
  aClaim,
  aDeferral,
  aKey,
  aLease,
  anAttempt,
  anEvent,
  aParking,
  aSettlement,
  at,
  CLAIMANTS,
  IN_A_CENTURY,
  someFeedback,
} from './ledger-fixtures';

const NOW = new Date(at(0));

/** The pages of a scan through the whole ledger, which other tests may share. */
export async function allPages(ledger: Ledger): Promise<readonly (readonly Delivery[])[]> {
  const pages: (readonly Delivery[])[] = [];
  let after: string | undefined;
  do {
    const page = await ledger.page(after, NOW);
    pages.push(page.deliveries);
    after = page.next;
  } while (after !== undefined);
  return pages;
}

const openOf = async (ledger: Ledger, ids: readonly string[]): Promise<readonly Delivery[]> =>
  (await allPages(ledger)).flat().filter(({ notificationId }) => ids.includes(notificationId));

/** Contract: deliveries that are neither final nor parked, and how they get a message again. */
export function describeOpenDeliveries(makeLedger: () => Ledger): void {
  async function aClaimed() {
    const ledger = makeLedger();
    const key = aKey();
    await ledger.claim(key, aClaim());
    const open = () => openOf(ledger, [key.notificationId]);
    const [delivery] = await open();
    if (!delivery) throw new Error('the delivery is not listed');
    return { ledger, key, open, delivery };
  }

  it('lists a claimed delivery unchanged', async () => {
    const { key, delivery } = await aClaimed();
    expect(delivery).toEqual({ ...key, state: 'claimed', attempted: 0, attempts: [], leaseUntil: aLease() });
  });

  it('lists one that waits for its next attempt without a parked message', async () => {
    const { ledger, key, open } = await aClaimed();
    await ledger.settle(key, aSettlement(1, 'retrying'));
    const attempts = [anAttempt(1, 'retry')];
    expect(await open()).toEqual([{ ...key, state: 'retrying', attempted: 1, attempts }]);
  });

  it('does not list a parked delivery, also while it is claimed', async () => {
    const { ledger, key, open } = await aClaimed();
    await ledger.settle(key, aDeferral(1), aParking(IN_A_CENTURY));
    expect(await open()).toEqual([]);
    await ledger.claim(key, aClaim({ seconds: IN_A_CENTURY }));
    expect(await open()).toEqual([]);
  });

  it.each(['sent', 'delivered', 'suppressed', 'rejected', 'failed', 'held'] as const)(
    'does not list what is %s',
    async (state) => {
      const { ledger, key, open } = await aClaimed();
      await ledger.settle(key, aSettlement(1, state));
      expect(await open()).toEqual([]);
    },
  );

  it('does not list a delivery with feedback, although our own record is missing', async () => {
    const { ledger, key, open } = await aClaimed();
    await ledger.recordFeedback(key, someFeedback('delivered'));
    expect(await open()).toEqual([]);
  });

  it('lists each delivery once, in as many pages as it takes', async () => {
    const ledger = makeLedger();
    const keys = Array.from({ length: 25 }, () => aKey());
    for (const key of keys) await ledger.claim(key, aClaim());
    // More than a page of DynamoDB, which has a megabyte. Of other ids: a stack's own sweeper would adopt these deliveries.
    for (let n = 0; n < 8; n++) await ledger.accept(anEvent({ content: { data: { text: 'x'.repeat(200_000) } } }));
    const ids = keys.map(({ notificationId }) => notificationId);
    const pages = await allPages(ledger);
    expect(pages.length).toBeGreaterThan(1);
    const listed = pages.flat().map(({ notificationId }) => notificationId);
    expect(listed.filter((id) => ids.includes(id)).toSorted()).toEqual(ids.toSorted());
  });

  it('parks a message in it for one of many concurrent callers', async () => {
    const { ledger, open, delivery } = await aClaimed();
    const parking = aParking(IN_A_CENTURY);
    const adopted = await Promise.all(Array.from({ length: CLAIMANTS }, () => ledger.adopt(delivery, parking)));
    expect(adopted.filter(Boolean)).toHaveLength(1);
    expect(await open()).toEqual([]);
    const { deliveries } = await ledger.history(delivery.notificationId);
    expect(deliveries).toEqual([{ ...delivery, dueAt: parking.dueAt }]);
  });

  it.each<[string, (ledger: Ledger, delivery: Delivery) => Promise<unknown>]>([
    ['claimed again', (ledger, key) => ledger.claim(key, aClaim({ seconds: IN_A_CENTURY }))],
    ['delivered', (ledger, key) => ledger.settle(key, aSettlement(1, 'delivered'))],
    ['attempted, and waits in its queue', (ledger, key) => ledger.settle(key, aSettlement(1, 'retrying'))],
    ['parked', (ledger, key) => ledger.settle(key, aDeferral(1), aParking(IN_A_CENTURY))],
    ['redriven', (ledger, key) => ledger.claim(key, aClaim({ seconds: IN_A_CENTURY, redrive: 'one' }))],
  ])('does not change a delivery that was %s since it was read', async (_what, change) => {
    const { ledger, delivery } = await aClaimed();
    await change(ledger, delivery);
    const before = await ledger.history(delivery.notificationId);
    expect(await ledger.adopt(delivery, aParking(IN_A_CENTURY + 1))).toBe(false);
    expect(await ledger.history(delivery.notificationId)).toEqual(before);
  });

  it('does not recreate a delivery that was deleted since it was read', async () => {
    const ledger = makeLedger();
    const gone: Delivery = { ...aKey(), state: 'claimed', attempted: 0, attempts: [], leaseUntil: aLease() };
    expect(await ledger.adopt(gone, aParking(IN_A_CENTURY))).toBe(false);
    expect((await ledger.history(gone.notificationId)).deliveries).toEqual([]);
  });
}
