import fc from 'fast-check';
import { ulid } from 'ulid';
import { LISTED_STATES, type NotificationRow, versionOf } from '../../domain/listing/listing-row';
import { memoryListing } from '../../memory/memory-listing';
import type { DeliverySummary, ListingReader } from '../../ports/listing';
import { TestClock } from '../../testing/test-clock';
import { type ListNotificationsRequest, listNotifications } from './list-notifications';

const EXPIRES_AT = Date.parse('2027-01-01T00:00:00Z') / 1000;
const tenant = 'acme';
const at = (second: number) => new Date(Date.parse('2026-11-23T09:00:00Z') + second * 1000).toISOString();

function world() {
  const listing = memoryListing();
  const deliveries = new Map<string, DeliverySummary[]>();
  let [read, queries] = [0, 0];
  const counting: ListingReader = {
    rows: async (list, range) => {
      const rows = await listing.rows(list, range);
      [read, queries] = [read + rows.length, queries + 1];
      return rows;
    },
  };
  const details = {
    deliveriesOf: async (_: string, ids: readonly string[], limit: number) =>
      ids.map((id) => {
        const all = deliveries.get(id) ?? [];
        return { deliveries: all.slice(0, limit), hasMore: all.length > limit };
      }),
  };
  const ports = { listing: counting, details, clock: new TestClock() };
  const accept = async (second: number, overrides: Partial<NotificationRow> = {}) => {
    const row = {
      tenant,
      id: ulid(),
      type: 'order.shipped',
      channels: 'email,webhook',
      acceptedAt: at(second),
      expiresAt: EXPIRES_AT,
      ...overrides,
    };
    await listing.put({ notifications: [row], deliveries: [] });
    return row;
  };
  const deliver = async (
    row: NotificationRow,
    state: DeliverySummary['state'],
    channel = 'webhook',
    target = 'ep_1',
  ) => {
    const { channels, ...rest } = row;
    await listing.put({
      notifications: [],
      deliveries: [{ ...rest, channel, target, state, version: versionOf('1') }],
    });
    deliveries.set(row.id, [...(deliveries.get(row.id) ?? []), { channel, target, state, attempted: 1 }]);
  };
  const list = (request: Partial<ListNotificationsRequest> = {}) => listNotifications({ tenant, ...request }, ports);
  /** All pages, and the most rows that one of them read. */
  const all = async (request: Partial<ListNotificationsRequest>) => {
    const found: string[] = [];
    let [cursor, most]: [string | undefined, number] = [undefined, 0];
    do {
      [read, queries] = [0, 0];
      const page = await list({ ...request, cursor });
      found.push(...page.notifications.map(({ id }) => id));
      [cursor, most] = [page.next, Math.max(most, read)];
      expect(queries).toBeLessThanOrEqual(2);
    } while (cursor !== undefined);
    return { found, most };
  };
  return { accept, deliver, list, all, deliveries };
}

describe('listNotifications', () => {
  it('has each notification with the state of its deliveries, and no address', async () => {
    const { accept, deliver, list } = world();
    const row = await accept(1);
    await deliver(row, 'delivered');
    await deliver(row, 'failed', 'email', 'ann@example.com');
    expect(await list()).toEqual({
      notifications: [
        {
          id: row.id,
          tenant,
          type: 'order.shipped',
          acceptedAt: at(1),
          deliveries: [
            { channel: 'webhook', endpoint: 'ep_1', state: 'delivered', attempted: 1 },
            { channel: 'email', state: 'failed', attempted: 1 },
          ],
          hasMoreDeliveries: false,
        },
      ],
    });
  });

  it('names 20 deliveries at most, and says that there are more', async () => {
    const { accept, deliver, list } = world();
    const row = await accept(1);
    for (let n = 0; n < 21; n++) await deliver(row, 'failed', 'webhook', `ep_${n}`);
    const { notifications } = await list({ state: 'failed' });
    expect(notifications.map((one) => [one.deliveries.length, one.hasMoreDeliveries])).toEqual([[20, true]]);
  });

  it('leaves out what has left the state since it was listed, and what has expired', async () => {
    const { accept, deliver, list, deliveries } = world();
    const [replayed, failed, expired] = [await accept(1), await accept(2), await accept(3, { expiresAt: 1 })];
    for (const row of [replayed, failed, expired]) await deliver(row, 'failed');
    deliveries.set(replayed.id, [{ channel: 'webhook', target: 'ep_1', state: 'claimed', attempted: 0 }]);
    expect((await list({ state: 'failed' })).notifications.map(({ id }) => id)).toEqual([failed.id]);
  });

  it('refuses a malformed request with every fault, and a cursor of another list', async () => {
    const { accept, list } = world();
    for (const second of [1, 2]) await accept(second);
    const malformed = { tenant: '*', type: 'A', state: 'delivered', channel: '#', since: 'today', until: '2026-02-30' };
    await expect(list({ ...malformed, limit: 0 })).rejects.toMatchObject({
      code: 'list.request_malformed',
      faults: [...Object.keys(malformed), 'limit'].map((name) => ({ path: `/${name}` })),
    });
    const { next: cursor } = await list({ limit: 1 });
    for (const other of [{ tenant: 'other' }, { type: 'order.shipped' }, { since: at(0) }])
      await expect(list({ ...other, cursor })).rejects.toMatchObject({ code: 'list.cursor_foreign' });
    for (const other of ['', 'x', `${cursor}x`.slice(5)])
      await expect(list({ cursor: other })).rejects.toMatchObject({ code: 'list.cursor_malformed' });
  });

  it('lists what a model lists, each once, newest first, whatever the filter and the page, and reads no more than twice a page', async () => {
    const types = ['a.b', 'a.c'];
    const history = fc.array(
      fc.record({
        second: fc.nat(6),
        type: fc.constantFrom(...types),
        channels: fc.constantFrom('email', 'webhook', 'email,webhook'),
        states: fc.array(fc.constantFrom(...LISTED_STATES.slice(0, 2), 'delivered' as const), { maxLength: 4 }),
      }),
      { maxLength: 12 },
    );
    const filter = fc.record(
      {
        type: fc.constantFrom(...types),
        state: fc.constantFrom(...LISTED_STATES.slice(0, 2)),
        channel: fc.constantFrom('email', 'webhook'),
        since: fc.nat(6).map(at),
        until: fc.nat(7).map(at),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(history, filter, fc.integer({ min: 1, max: 5 }), async (made, request, limit) => {
        const { accept, deliver, all } = world();
        const rows: NotificationRow[] = [];
        for (const { second, type, channels, states } of made) {
          const row = await accept(second, { type, channels });
          for (const [n, state] of states.entries()) await deliver(row, state, 'webhook', `ep_${n}`);
          const isOfState = request.state === undefined || states.includes(request.state);
          const channel = request.state === undefined ? channels : 'webhook';
          const isWanted =
            isOfState &&
            (request.type ?? type) === type &&
            (request.channel === undefined || channel.includes(request.channel)) &&
            at(second) >= (request.since ?? '') &&
            at(second) < (request.until ?? '3');
          if (isWanted) rows.push(row);
        }
        const newest = rows.toSorted((left, right) =>
          `${left.acceptedAt}${left.id}` < `${right.acceptedAt}${right.id}` ? 1 : -1,
        );
        const { found, most } = await all({ ...request, limit });
        expect(found).toEqual(newest.map(({ id }) => id));
        expect(most).toBeLessThanOrEqual(2 * limit + 1);
      }),
    );
  });
});
