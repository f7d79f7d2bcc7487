import { ulid } from 'ulid';
import type { ItemChange } from '../domain/audit-chain/item-change';
import type { Erasure, LedgerItem } from '../ports/erasure';
import { aTenant } from './factories';

export interface ErasureUnderTest {
  readonly erasure: Erasure;
  /** Writes an item unconditionally. */
  readonly put: (item: LedgerItem) => Promise<void>;
  /** Writes an item with a value that JavaScript cannot represent. */
  readonly putUnreadable: (pk: string, sk: string) => Promise<void>;
  readonly suppress: (address: string) => Promise<void>;
}

const TENANT = aTenant();
const recordOf = (pk: string, tenant = TENANT): LedgerItem => ({ pk, sk: 'E', id: pk, tenant, text: '{}', seq: 1 });
const deliveryOf = (pk: string, target: string): LedgerItem => ({
  pk,
  sk: `D#email#${target}`,
  target,
  state: 'sent',
  attempted: 1,
  attempts: [{ n: 1 }],
  digest: 'd',
});
const moved = (item: LedgerItem): ItemChange<LedgerItem> => ({
  put: { ...item, sk: `${item.sk}-moved` },
  deletes: [item],
});
const kept = (put: LedgerItem): ItemChange<LedgerItem> => ({ put, deletes: [] });

/** Contract of every erasure. Uses its own ids and tenants, so that a table may be shared. */
export function describeErasureContract(name: string, makeErasure: () => ErasureUnderTest): void {
  const aNotification = async ({ put }: ErasureUnderTest, count: number) => {
    const id = ulid();
    const targets = Array.from({ length: count }, (_, n) => String(n).padStart(3, '0'));
    const items = [...targets.map((target) => deliveryOf(id, target)), recordOf(id)];
    await Promise.all(items.map(put));
    return { id, items, deliveries: items.slice(0, -1), record: recordOf(id) };
  };
  const rewritten = (record: LedgerItem) => ({ ...record, text: '{"erased":true}' });

  describe(`${name}, as what erases`, () => {
    it('lists the ids of accepted notifications, optionally of one tenant', async () => {
      const { erasure, put } = makeErasure();
      const [tenant, one, other, unaccepted] = [aTenant(), ulid(), ulid(), ulid()];
      for (const item of [recordOf(one, tenant), recordOf(other), deliveryOf(one, 'a'), deliveryOf(unaccepted, 'a')])
        await put(item);
      expect(await all(erasure.ids(tenant))).toEqual([one]);
      const ids = await all(erasure.ids());
      expect([one, other, unaccepted].map((id) => ids.filter((listed) => listed === id).length)).toEqual([1, 1, 0]);
    });

    it('reads every item of a notification in key order, and none of a missing one', async () => {
      const world = makeErasure();
      const { id, items } = await aNotification(world, 3);
      expect(await world.erasure.items(id)).toEqual(items);
      expect(await world.erasure.items(ulid())).toEqual([]);
    });

    it('reports an unreadable notification, and reads others', async () => {
      const world = makeErasure();
      const [{ id }, other] = [await aNotification(world, 1), await aNotification(world, 1)];
      await world.putUnreadable(id, 'D#email#unreadable');
      expect(await world.erasure.items(id)).toBeUndefined();
      expect(await world.erasure.items(other.id)).toEqual(other.items);
    });

    it('rewrites items, and moves them', async () => {
      const world = makeErasure();
      const { id, items, record } = await aNotification(world, 1);
      const change = moved(items[0] as LedgerItem);
      expect(await world.erasure.apply([change, kept(rewritten(record))], items)).toBeUndefined();
      expect(await world.erasure.items(id)).toEqual([change.put, rewritten(record)]);
    });

    it('moves an item over one that was read', async () => {
      const world = makeErasure();
      const { id, items } = await aNotification(world, 2);
      const [item, over] = items as [LedgerItem, LedgerItem];
      const change = { put: { ...item, sk: over.sk }, deletes: [item] };
      expect(await world.erasure.apply([change], items)).toBeUndefined();
      expect(await world.erasure.items(id)).toEqual([change.put, items[2]]);
    });

    it('merges several items into one', async () => {
      const world = makeErasure();
      const { id, items, deliveries } = await aNotification(world, 3);
      const put = { ...deliveries[2], attempts: [{ n: 1 }, { n: 1 }] } as LedgerItem;
      expect(await world.erasure.apply([{ put, deletes: deliveries.slice(0, 2) }], items)).toBeUndefined();
      expect(await world.erasure.items(id)).toEqual([put, items[3]]);
    });

    it('refuses two changes of one item in a transaction, and makes neither', async () => {
      const world = makeErasure();
      const { id, items, record } = await aNotification(world, 1);
      expect(await world.erasure.apply([kept(rewritten(record)), kept(record)], items)).toBe('refused');
      expect(await world.erasure.items(id)).toEqual(items);
    });

    it.each<[string, object]>([
      ['was claimed', { state: 'claimed', leaseUntil: '2026-11-23T09:30:00.000Z' }],
      ['was redriven', { redrive: '2026-11-23T09:30:00.000Z' }],
      ['got feedback', { feedback: { state: 'bounced', at: '2026-11-23T09:30:00.000Z' } }],
    ])('changes nothing if an item %s since it was read', async (_, overrides) => {
      const world = makeErasure();
      const { id, items, deliveries, record } = await aNotification(world, 2);
      const changed = { ...deliveries[1], ...overrides } as LedgerItem;
      await world.put(changed);
      const changes = [...deliveries.map(moved), kept(rewritten(record))];
      expect(await world.erasure.apply(changes, items)).toBe('changed');
      expect(await world.erasure.items(id)).toEqual([deliveries[0], changed, record]);
    });

    it('changes nothing if an item is gone, or the destination of a move exists', async () => {
      const world = makeErasure();
      const { id, items, deliveries } = await aNotification(world, 1);
      const [change] = deliveries.map(moved) as [ItemChange<LedgerItem>];
      const gone = kept(deliveryOf(id, 'gone'));
      expect(await world.erasure.apply([gone], [...items, gone.put])).toBe('changed');
      await world.put(change.put);
      expect(await world.erasure.apply([change], items)).toBe('changed');
      expect(await world.erasure.items(id)).toEqual([deliveries[0], change.put, items[1]]);
    });

    it('moves more deliveries than a transaction takes', async () => {
      const world = makeErasure();
      const { id, items, deliveries, record } = await aNotification(world, 101);
      const changes = [...deliveries.map(moved), kept(rewritten(record))];
      expect(await world.erasure.apply(changes, items)).toBeUndefined();
      expect(await world.erasure.items(id)).toEqual(changes.map(({ put }) => put));
    });

    it('keeps the transactions before a failed one, and resumes there', async () => {
      const world = makeErasure();
      const { id, items, deliveries, record } = await aNotification(world, 60);
      const changes = [...deliveries.map(moved), kept(rewritten(record))];
      await world.put({ ...record, text: '{"by":"somebody else"}' });
      expect(await world.erasure.apply(changes, items)).toBe('changed');
      const left = (await world.erasure.items(id)) ?? [];
      const isMoved = ({ sk }: LedgerItem) => sk.endsWith('-moved');
      expect([left.length, left.filter(isMoved).length]).toEqual([61, 11]);
      const others = left.filter((item) => item.sk !== 'E' && !isMoved(item));
      expect(await world.erasure.apply([...others.map(moved), kept(rewritten(record))], left)).toBeUndefined();
      expect(await world.erasure.items(id)).toEqual(changes.map(({ put }) => put));
    });

    it('counts the suppressions and unsubscriptions of an address', async () => {
      const { erasure, suppress } = makeErasure();
      const address = `ann-${ulid().toLowerCase()}@example.com`;
      await suppress(address);
      expect([await erasure.preferences(address), await erasure.preferences(`x${address}`)]).toEqual([1, 0]);
    });
  });
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
