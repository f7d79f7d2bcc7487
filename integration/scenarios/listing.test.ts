import { dynamodbAuditReader } from '../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbLedgerContents } from '../../shared/aws/dynamodb/dynamodb-ledger-contents';
import { endpointsHealth } from '../../shared/operations/listing/endpoints-health';
import { listDeliveriesOfEndpoint } from '../../shared/operations/listing/list-deliveries-of-endpoint';
import {
  type ListNotificationsRequest,
  listNotifications,
  type NotificationsPage,
} from '../../shared/operations/listing/list-notifications';
import { listTenants } from '../../shared/operations/listing/list-tenants';
import { tail } from '../../shared/operations/listing/tail';
import { beginReplay } from '../../shared/operations/replays/begin-replay';
import { readReplay } from '../../shared/operations/replays/read-replay';
import type { ChangedItem } from '../../shared/ports/listing';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { testDigest } from '../../shared/testing/sealed';
import { allPages } from '../../tools/cli/all-pages';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { dynamodb, endpoints, state } from '../support/harness';
import { invokeByRule } from '../support/invoke';
import { listPorts, replayPorts } from '../support/listing-of';
import { parked } from '../support/parked';
import { scenario } from '../support/scenario';
import { eventually, publish, register, settled } from '../support/world';

const ids = ({ notifications }: NotificationsPage): string[] => notifications.map(({ id }) => id);

/** Waits for a list of these notifications: the function lists a batch some seconds after acceptance. */
const listed = (request: ListNotificationsRequest, expected: readonly string[]): Promise<NotificationsPage> =>
  eventually(
    () => listNotifications(request, listPorts),
    (page) => JSON.stringify(ids(page)) === JSON.stringify(expected),
  );

async function publishAll(
  tenant: string,
  overrides: readonly Parameters<typeof aNotification>[0][],
): Promise<string[]> {
  const published: string[] = [];
  for (const one of overrides) {
    const notification = aNotification({ tenant, ...one });
    await publish(notification);
    await settled(notification.id, 0);
    published.unshift(notification.id);
  }
  return published;
}

scenario('listing', ['functions', 'webhook'], () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  const invoice = { channels: 'webhook', type: 'invoice.created' };

  test('a tenant sees its own notifications, newest first, by type and channel, page by page', async () => {
    const tenant = aTenant();
    const endpoint = await register(receiver, tenant);
    const record = { channels: 'audit', type: 'stock.counted' };
    const published = await publishAll(tenant, [invoice, record, invoice, record, invoice]);
    const [fifth, fourth, third, second, first] = published as [string, string, string, string, string];
    const all = await listed({ tenant }, published);
    expect(all.next).toBeUndefined();
    await listed({ tenant, type: 'invoice.created' }, [fifth, third, first]);
    await listed({ tenant, channel: 'audit' }, [fourth, second]);
    await listed({ tenant: aTenant() }, []);
    const [newest] = all.notifications;
    expect(newest).toEqual({
      id: fifth,
      tenant,
      type: 'invoice.created',
      acceptedAt: expect.any(String),
      deliveries: [{ channel: 'webhook', endpoint: endpoint.id, state: 'delivered', attempted: 1 }],
      hasMoreDeliveries: false,
    });
    const page = await listNotifications({ tenant, limit: 2 }, listPorts);
    const next = await listNotifications({ tenant, limit: 2, cursor: page.next }, listPorts);
    const last = await listNotifications({ tenant, limit: 2, cursor: next.next }, listPorts);
    expect([page, next, last].map(ids)).toEqual([[fifth, fourth], [third, second], [first]]);
    expect(last.next).toBeUndefined();
    const until = newest?.acceptedAt;
    await listed({ tenant, until }, [fourth, third, second, first]);
    await listed({ tenant, since: until }, [fifth]);
    await expect(
      listNotifications({ tenant: aTenant(), limit: 2, cursor: page.next }, listPorts),
    ).rejects.toMatchObject({ code: 'list.cursor_foreign' });
    const ofEndpoint = await eventually(
      () => listDeliveriesOfEndpoint({ tenant, endpoint: endpoint.id, state: 'delivered' }, listPorts),
      ({ deliveries }) => deliveries.length === 3,
    );
    expect(ofEndpoint.deliveries.map(({ id }) => id)).toEqual([fifth, third, first]);
  });

  test('a delivery that waits for its next attempt is in the list of its state', async () => {
    // Due in an hour: the local retries of a real failure may be over before a slow run lists it.
    const { tenant, id, target } = await parked(receiver, { seconds: 3_600 });
    const { notifications } = await listed({ tenant, state: 'retrying' }, [id]);
    expect(notifications[0]?.deliveries).toEqual([
      { channel: 'webhook', endpoint: target, state: 'retrying', attempted: 1 },
    ]);
  });

  test('a delivery that fails is in the list of its state', async () => {
    const tenant = aTenant();
    const [failing, healthy] = [await register(receiver, tenant), await register(receiver, tenant)];
    receiver.answer(`/${failing.id}`, () => ({ status: 503 }));
    const [failed] = (await publishAll(tenant, [invoice])) as [string];
    const { notifications } = await listed({ tenant, state: 'failed' }, [failed]);
    expect(notifications[0]?.deliveries).toEqual(
      [
        { channel: 'webhook', endpoint: failing.id, state: 'failed', attempted: 4 },
        { channel: 'webhook', endpoint: healthy.id, state: 'delivered', attempted: 1 },
      ].toSorted((left, right) => (left.endpoint < right.endpoint ? -1 : 1)),
    );
    await listed({ tenant, state: 'retrying' }, []);
    await listed({ tenant, state: 'failed', channel: 'email' }, []);
    await listed({ tenant, state: 'failed', type: 'order.shipped' }, []);
  });

  test('a replay of all that failed sends it again, and it leaves the list once it is delivered', async () => {
    const tenant = aTenant();
    // One for each: more failures in a row open a circuit.
    const [endpoint, other] = [
      await register(receiver, tenant, ['invoice.*']),
      await register(receiver, tenant, ['stock.*']),
    ];
    let status = 503;
    for (const { id } of [endpoint, other]) receiver.answer(`/${id}`, () => ({ status }));
    const failed = await publishAll(tenant, [invoice, { ...invoice, type: 'stock.counted' }]);
    await listed({ tenant, state: 'failed' }, failed);
    status = 204;
    const request = { tenant, state: 'failed', type: 'invoice.created', endpoint: endpoint.id, ratePerSecond: 50 };
    expect(await beginReplay({ ...request, dryRun: true }, replayPorts)).toMatchObject({
      kind: 'found',
      deliveries: 1,
      isComplete: true,
      first: failed.slice(1).map((notificationId) => ({ notificationId, endpoint: endpoint.id })),
    });
    const begun = await beginReplay({ ...request, dryRun: false }, replayPorts);
    if (begun.kind !== 'begun') throw new Error('no replay was begun');
    expect(await invokeByRule('replays')).toBeUndefined();
    const run = await eventually(
      () => readReplay({ tenant, id: begun.run.id }, replayPorts),
      (one) => one.status === 'done',
    );
    expect(run.counts).toEqual({ found: 1, sent: 1, skipped: 0, failed: 0 });
    await listed({ tenant, state: 'failed' }, failed.slice(0, 1));
    const { deliveries } = await eventually(
      () => listDeliveriesOfEndpoint({ tenant, endpoint: endpoint.id, state: 'delivered' }, listPorts),
      (page) => page.deliveries.length === 1,
    );
    expect(deliveries.map(({ id }) => id)).toEqual(failed.slice(1));
    expect(await endpointsHealth({ tenant }, { ...listPorts, registry: endpoints })).toMatchObject({
      endpoints: [
        { endpoint: endpoint.id, enabled: true, deliveries: 1, successRate: 1 },
        { endpoint: other.id, enabled: true, deliveries: 1, successRate: 0, lastFailure: expect.any(String) },
      ],
    });
  });

  test('a tail has what is recorded after it began, and the tenant is listed', async () => {
    const tenant = aTenant();
    const ports = { ...listPorts, chains: dynamodbAuditReader(dynamodb, state.outputs.ledger_table) };
    const { position } = await tail({ tenant }, ports);
    const published = await publishAll(tenant, [invoice, invoice]);
    const { notifications } = await eventually(
      () => tail({ tenant, cursor: position }, ports),
      (page) => page.notifications.length === 2,
    );
    expect(notifications.map(({ id }) => id).toSorted()).toEqual(published.toSorted());
    const tenants = await allPages(async (cursor) => {
      const page = await listTenants({ limit: 100, cursor }, ports);
      return { items: page.tenants, next: page.next };
    });
    expect(tenants).toContain(tenant);
  });

  test('everything that the ledger has is found by a scan of it, as the stream would list it', async () => {
    const tenant = aTenant();
    const [id] = (await publishAll(tenant, [{ ...invoice, channels: 'audit' }])) as [string];
    const found: ChangedItem[] = [];
    for await (const page of dynamodbLedgerContents(dynamodb, state.outputs.ledger_table, testDigest).listable())
      found.push(...page.filter((item) => item.kind === 'accepted' && item.row.id === id));
    expect(found).toEqual([
      {
        kind: 'accepted',
        row: {
          tenant,
          id,
          type: 'invoice.created',
          channels: 'audit',
          acceptedAt: expect.any(String),
          expiresAt: expect.any(Number),
        },
      },
    ]);
  });
});
