import { ulid } from 'ulid';
import { versionOf } from '../../domain/listing/listing-row';
import { memoryAudit } from '../../memory/memory-audit';
import { memoryEndpoints } from '../../memory/memory-endpoints';
import { memoryListing } from '../../memory/memory-listing';
import type { AcceptedEvent } from '../../ports/ledger';
import { anEndpoint, disabled } from '../../testing/factories';
import { anEvent } from '../../testing/ledger/ledger-fixtures';
import { recordInChain } from '../../testing/record-in-chain';
import { testDigest } from '../../testing/sealed';
import { TestClock } from '../../testing/test-clock';
import { endpointsHealth } from './endpoints-health';
import { listDeliveriesOfEndpoint } from './list-deliveries-of-endpoint';
import { listTenants } from './list-tenants';
import { tail } from './tail';

const tenant = 'acme';

describe('tail', () => {
  function world() {
    const audit = memoryAudit(testDigest);
    const details = {
      deliveriesOf: async (_: string, ids: readonly string[]) => ids.map(() => ({ deliveries: [], hasMore: false })),
      acceptedOf: async (ids: readonly string[]) =>
        ids.flatMap((id) => {
          const record = audit.store.records.get(id);
          return record ? [{ ...record, expiresAt: record.expiresAt ?? 0 }] : [];
        }),
    };
    /** Records these in one link. */
    const record = async (count: number, of = tenant): Promise<string[]> => {
      const events: AcceptedEvent[] = Array.from({ length: count }, () => anEvent({ tenant: of }));
      await recordInChain(events, audit);
      return events.map(({ id }) => id);
    };
    const since = (cursor?: string, limit?: number) => tail({ tenant, cursor, limit }, { chains: audit, details });
    return { audit, record, since };
  }

  it('begins at the end, and has each notification once from then on, whatever the links and the pages', async () => {
    const { record, since } = world();
    await record(2);
    const { notifications, position } = await since();
    expect(notifications).toEqual([]);
    const expected = [...(await record(3)), ...(await record(1)), ...(await record(4))];
    await record(2, 'other');
    const found: string[] = [];
    let cursor = position;
    for (let hasMore = true; hasMore; ) {
      const page = await since(cursor, 3);
      found.push(...page.notifications.map(({ id }) => id));
      [cursor, hasMore] = [page.position, page.hasMore];
    }
    expect(found).toEqual(expected);
    expect((await since(cursor)).notifications).toEqual([]);
    const next = await record(1);
    expect((await since(cursor)).notifications.map(({ id }) => id)).toEqual(next);
  });

  it('has the first notification of a tenant that had none, and refuses the position of another tenant', async () => {
    const { record, since } = world();
    const { position } = await since();
    const ids = await record(1);
    expect((await since(position)).notifications.map(({ id }) => id)).toEqual(ids);
    const foreign = tail({ tenant: 'other', cursor: position }, { chains: world().audit, details: {} as never });
    await expect(foreign).rejects.toMatchObject({ code: 'list.cursor_foreign' });
  });
});

test('tenants are listed by name, page by page', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const chains = {
    tenants: async function* (after = '') {
      yield* names.filter((name) => name > after);
    },
  };
  const first = await listTenants({ limit: 2 }, { chains });
  const second = await listTenants({ limit: 3, cursor: first.next }, { chains });
  expect([first.tenants, second]).toEqual([['a', 'b'], { tenants: ['c', 'd', 'e'] }]);
  await expect(listTenants({ limit: 101 }, { chains })).rejects.toMatchObject({ code: 'list.request_malformed' });
});

describe('deliveries of an endpoint', () => {
  async function world() {
    const listing = memoryListing();
    const deliver = (minute: number, state: 'delivered' | 'failed', target = 'ep_1', type = 'a.b') =>
      listing.put({
        notifications: [],
        deliveries: [
          {
            tenant,
            id: ulid(),
            type,
            channel: 'webhook',
            target,
            state,
            acceptedAt: `2026-11-23T09:0${minute}:00.000Z`,
            version: versionOf('1'),
            expiresAt: 9e9,
          },
        ],
      });
    for (const [minute, state] of ['delivered', 'failed', 'delivered', 'delivered'].entries())
      await deliver(minute, state as 'delivered');
    await deliver(9, 'failed', 'ep_2');
    return { listing, deliver };
  }

  it('are listed newest first, by state and type, those of no other endpoint', async () => {
    const { listing, deliver } = await world();
    await deliver(7, 'delivered', 'ep_1', 'a.c');
    const ports = { listing, clock: new TestClock() };
    const minutes = async (request: object) => {
      const { deliveries } = await listDeliveriesOfEndpoint({ tenant, endpoint: 'ep_1', ...request }, ports);
      return deliveries.map(({ acceptedAt }) => Number(acceptedAt.slice(14, 16)));
    };
    expect(await minutes({})).toEqual([7, 3, 2, 1, 0]);
    expect(await minutes({ state: 'failed' })).toEqual([1]);
    expect(await minutes({ type: 'a.c' })).toEqual([7]);
    expect(await minutes({ since: '2026-11-23T09:02:00Z', until: '2026-11-23T10:03:00+01:00' })).toEqual([2]);
    await expect(minutes({ endpoint: 'x' })).rejects.toMatchObject({ code: 'list.request_malformed' });
    await expect(minutes({ state: 'lost' })).rejects.toMatchObject({ code: 'list.request_malformed' });
  });

  it('make up the health of each endpoint, with its circuit and since when it is disabled', async () => {
    const { listing } = await world();
    const all = [anEndpoint({ tenant, id: 'ep_1' }), anEndpoint({ tenant, id: 'ep_2', state: disabled('moves') })];
    const registry = memoryEndpoints(...all);
    await registry.fail(tenant, 'ep_2', 4, '2026-11-23T09:00:00Z');
    const first = await endpointsHealth({ tenant, limit: 1 }, { listing, registry });
    const second = await endpointsHealth({ tenant, limit: 1, cursor: first.next }, { listing, registry });
    expect([...first.endpoints, ...second.endpoints]).toEqual([
      {
        endpoint: 'ep_1',
        url: all[0]?.url,
        enabled: true,
        deliveries: 4,
        successRate: 0.75,
        lastFailure: '2026-11-23T09:01:00.000Z',
      },
      {
        endpoint: 'ep_2',
        url: all[1]?.url,
        enabled: false,
        disabledSince: '2026-11-23T09:30:00.000Z',
        disabledReason: 'moves',
        circuit: { failures: 4, failingSince: '2026-11-23T09:00:00Z', lastFailureAt: '2026-11-23T09:00:00Z' },
        deliveries: 1,
        successRate: 0,
        lastFailure: '2026-11-23T09:09:00.000Z',
      },
    ]);
    expect(second.next).toBeUndefined();
  });
});
